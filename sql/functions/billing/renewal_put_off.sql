-- What becomes of a subscription that was not charged: when it is looked at again, and what its user is told that
-- the next period costs; who cannot be told is not charged more. The audit says each time why not.
create or replace function billing.renewal_put_off(p_renewals billing.renewal[], p_actor text) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
begin
  update billing.subscriptions as s
  set
    renew_at = r.renew_at,
    renewal_price_id = case when said.a_price then r.price_id else s.renewal_price_id end,
    announced_amount = case when said.a_price then r.amount else s.announced_amount end
  from unnest(p_renewals) as r
  cross join lateral (
    select r.outcome in ('announced', 'price_risen') and r.chat is not null as a_price
  ) as said
  where s.id = r.subscription_id;

  insert into app.audit (at, actor, action, subject, subject_id, before, after)
  select
    app.now(), p_actor, format('renewal.%s', case r.outcome when 'grace' then 'short' else r.outcome end),
    'subscription', r.subscription_id, null,
    jsonb_build_object(
      'period_number', r.number, 'amount', r.amount, 'balance', coalesce(a.balance, 0), 'renew_at', r.renew_at
    )
  from unnest(p_renewals) as r
  left join ledger.accounts as a on a.id = r.account_id
  where r.outcome in ('price_risen', 'short', 'grace', 'unavailable');
end
$$;
comment on function billing.renewal_put_off(billing.renewal[], text) is
  'Notes what was said to cost how much, when to look again, and in the audit which ones were short of money. p_actor: for the audit. The caller holds the locks.';
