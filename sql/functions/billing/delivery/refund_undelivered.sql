-- What was paid and did not come by its deadline is given back, once, with its time. What the panel has confirmed
-- stays, and so does what was given free of charge after it. A trial that does not come says nothing about what was
-- bought while it was waited for: that has a deadline of its own. His settings stay as he chose them; only is nothing
-- charged again by itself for a panel that does not deliver: that begins anew when he buys or switches it on.
create or replace function billing.refund_undelivered(p_subscription_id bigint) returns jsonb[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_subscription billing.subscriptions;
  v_starts_at timestamptz;
  v_free interval;
  v_amount bigint;
  v_currency text;
  v_after jsonb;
  v_notice jsonb;
begin
  select s.* into v_subscription from billing.subscriptions as s where s.id = p_subscription_id;
  select jsonb_build_object('generation', a.desired_generation, 'error', coalesce(l.last_error, a.last_error))
  into v_after
  from vpn.access as a
  left join lateral (
    select min(o.last_error) as last_error
    from outbox.lanes as o
    where o.topic = 'vpn' and o.lane = a.subscription_id::text
  ) as l on true
  where a.subscription_id = p_subscription_id;
  select min(u.starts_at), sum(u.amount)::bigint, min(u.currency)
  into v_starts_at, v_amount, v_currency
  from billing.undelivered_periods as u
  where u.subscription_id = p_subscription_id and u.kind = 'paid'
  having bool_or(u.due_at <= app.now());

  update vpn.access as a set last_error = v_after ->> 'error' where a.subscription_id = p_subscription_id;
  perform app.record('system', 'access.undelivered', 'subscription', p_subscription_id, null, v_after);
  if v_amount is not null then
    perform billing.refund_period(
      u.subscription_id, u.number, u.amount, format('undelivered:%s:%s', u.subscription_id, u.number), 'system',
      'not delivered'
    )
    from billing.undelivered_periods as u
    where u.subscription_id = p_subscription_id and u.kind = 'paid'
    order by u.number;
    v_free := billing.free_time(p_subscription_id, greatest(v_starts_at, app.now()));
    perform billing.end_at(
      p_subscription_id,
      case when v_free > '0' then greatest(v_starts_at, app.now()) + v_free else v_starts_at end,
      'system', 'subscription.undelivered', v_after ->> 'error'
    );
    update billing.subscriptions as s set renew_at = null where s.id = p_subscription_id;
    v_notice := billing.operation_notice(
      v_subscription.user_id, 'refunded-undelivered', null, v_amount, v_currency, p_subscription_id
    );
  else
    v_notice := billing.operation_notice(
      v_subscription.user_id, 'gift-undelivered', p_subscription_id => p_subscription_id
    );
  end if;

  return v_notice || app.notices_to_admins(
    'admin-undelivered',
    jsonb_build_object(
      'user', v_subscription.user_id::text,
      'subscription', p_subscription_id::text,
      'error', coalesce(v_after ->> 'error', '?'),
      'amount', jsonb_build_object(
        'money', coalesce(v_amount, 0), 'currency', coalesce(v_currency, billing.currency())
      )
    )
  );
end
$$;
comment on function billing.refund_undelivered(bigint) is
  'For a subscription whose access did not come by its deadline: refunds the paid periods that were not delivered and takes their time back; for a trial or a gift nothing. Returns the notices that tell the user and the admins, for app.notify_all. The caller holds account, subscription and access, see billing.due_to_refund.';
