-- What was paid and could not be delivered is refunded, once, and the user told. Delivered is what the panel has
-- confirmed: all periods whose generation it has not reached. The time goes with the money; what was given
-- free of charge after it stays, and so does what was delivered before.
create or replace function billing.undelivered(p_subscription_id bigint, p_error text) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_subscription billing.subscriptions;
  v_applied bigint;
  v_starts_at timestamptz;
  v_free interval;
  v_amount bigint;
  v_currency text;
begin
  select s.* into v_subscription from billing.subscriptions as s where s.id = p_subscription_id;
  v_subscription := billing.lock_user(v_subscription.user_id);
  select a.applied_generation into v_applied
  from vpn.access as a
  where a.subscription_id = p_subscription_id;

  select min(p.starts_at), sum(p.charged - p.refunded)::bigint, min(p.currency)
  into v_starts_at, v_amount, v_currency
  from billing.paid_periods as p
  where p.subscription_id = p_subscription_id
    and p.generation > v_applied
    and p.closed_at is distinct from p.starts_at
    and p.refunded < p.charged;
  if v_amount is not null then
    perform billing.refund_period(
      p_subscription_id, p.number, p.charged - p.refunded,
      format('undelivered:%s:%s', p_subscription_id, p.number), 'system', 'not delivered'
    )
    from billing.paid_periods as p
    where p.subscription_id = p_subscription_id
      and p.generation > v_applied
      and p.closed_at is distinct from p.starts_at
      and p.refunded < p.charged
    order by p.number;
    update billing.subscriptions as s set auto_renew = false where s.id = p_subscription_id;
    v_free := billing.free_time(p_subscription_id, greatest(v_starts_at, app.now()));
    perform billing.end_at(
      p_subscription_id,
      case when v_free > '0' then greatest(v_starts_at, app.now()) + v_free else v_starts_at end,
      'system', 'subscription.undelivered', p_error
    );
    perform billing.tell_operation(
      v_subscription.user_id, 'refunded-undelivered', null, v_amount, v_currency
    );
  elsif v_subscription.status = 'active' and exists (
    select
    from billing.periods as p
    where p.subscription_id = p_subscription_id
      and p.kind <> 'paid'
      and p.generation > v_applied
      and coalesce(p.closed_at, p.ends_at) > app.now()
  ) then
    -- Nothing to give back, and it may still be delivered (ops.redrive).
    perform billing.tell_operation(v_subscription.user_id, 'gift-undelivered');
  else
    return;
  end if;

  perform app.notify_admins(
    'admin-undelivered',
    jsonb_build_object(
      'user', v_subscription.user_id::text,
      'subscription', p_subscription_id::text,
      'error', coalesce(p_error, '?'),
      'amount', jsonb_build_object(
        'money', coalesce(v_amount, 0), 'currency', coalesce(v_currency, billing.currency())
      )
    )
  );
end
$$;
comment on function billing.undelivered(bigint, text) is
  'To be called when the panel could not be brought to what a subscription should have; p_error: why. Refunds the paid periods that were not delivered, takes their time back, switches auto-renewal off and tells the user and the admins; for a trial or a gift it only tells them.';
