-- Nobody charges a user who cancels or turns auto-renewal off, or whose subscription is over: neither a charge that is
-- on its way to its provider, nor Telegram each month. If the provider had received the charge already, the shop asks
-- about it, and its money goes to the balance. What Telegram was told to charge no more it does not charge again until
-- its owner switches it on there, so until then nobody waits for it.
create or replace function billing.follow_choice(p_subscription_id bigint) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_subscription billing.subscriptions;
  v_method_ids bigint[];
begin
  select s.* into v_subscription from billing.subscriptions as s where s.id = p_subscription_id;
  if not exists (select from billing.payment_methods as m where m.user_id = v_subscription.user_id) then
    return;
  end if;
  if not billing.goes_on(v_subscription) then
    perform billing.stop_charges(p_subscription_id);
  end if;
  v_method_ids := array(
    select m.id
    from billing.payment_methods as m
    where m.user_id = v_subscription.user_id
      and m.kind = 'subscription'
      and m.removed_at is null
      and (m.failed_at is null or m.stopped_at is not null)
      and (billing.renewed_by(m.invoice_id)).id = p_subscription_id
    order by m.id
  );
  if billing.goes_on(v_subscription) and not billing.is_withdrawn(v_subscription) then
    perform billing.take_back_stop(m.id) from unnest(v_method_ids) as m (id) order by m.id;
    update billing.payment_methods as m
    set failed_at = app.now(), error = 'resume_in_telegram'
    where m.id = any (v_method_ids) and m.stopped_at is not null;
  end if;
  perform billing.sync_method(m.id) from unnest(v_method_ids) as m (id) order by m.id;
end
$$;
comment on function billing.follow_choice(bigint) is
  'Makes charges and providers'' own subscriptions follow what was decided about the next period of a subscription: whether it is over, cancelled or renewed automatically. The caller holds the user''s locks.';
