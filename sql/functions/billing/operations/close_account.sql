-- The end of a customer, by his own will. Access ends at all panels, nothing is charged any more, and what is on the
-- balance is given up: he was told how much it is. The ledger keeps all of it, about a number.
create or replace function billing.close_account(p_user_id bigint) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_actor constant text := format('user:%s', p_user_id);
begin
  perform billing.end_at(s.id, app.now(), v_actor, 'subscription.ended_with_account')
  from (
    select a.id from billing.subscriptions as a where a.user_id = p_user_id and a.status = 'active' order by a.id
  ) as s;
  perform billing.give_up(p_user_id);
  -- Money that is on its way for these goes to suspense.
  perform billing.close_page(i)
  from billing.invoices as i
  where i.user_id = p_user_id and i.method_id is null and i.status in ('creating', 'open');
  update billing.orders as o set status = 'cancelled' where o.user_id = p_user_id and o.status = 'open';
  -- He earns nothing any more, and what was pending is cancelled.
  update billing.referral_rewards as r
  set look_at = app.now()
  where r.user_id = p_user_id and (r.look_at is not null or r.accrued > r.released + r.cancelled);
  -- Who had something does not get a trial by coming back.
  insert into billing.trials (identity_hash, user_id, started_at)
  select u.identity_hash, u.id, app.now()
  from app.users as u
  where u.id = p_user_id
    and exists (select from billing.subscriptions as s where s.user_id = u.id)
    and not exists (select from billing.trials as t where t.user_id = u.id or t.identity_hash = u.identity_hash);
  perform billing.keep_former(p_user_id);
end
$$;
comment on function billing.close_account(bigint) is
  'Ends all subscriptions of a user now, gives up his balances (billing.give_up; the user is marked as deleted already), cancels his open orders and closes their payment pages, has his pending rewards cancelled, marks the trial of the person as used if he ever had a subscription, and keeps what promo codes must know (billing.keep_former). The caller holds the user''s locks.';
