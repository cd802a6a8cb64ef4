-- The only way to give a period: subscription, period, VPN access and audit together.
create or replace function billing.grant_period(
  p_user_id bigint,
  p_plan_id bigint,
  p_span billing.span,
  p_price_id bigint default null,
  p_order_id bigint default null,
  p_transfer_id bigint default null
) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_kind text := case when p_price_id is null then 'trial' else 'paid' end;
  v_before billing.subscriptions := billing.lock_user(p_user_id);
  v_after billing.subscriptions;
begin
  insert into billing.subscriptions as s (
    user_id, plan_id, status, source, price_id, anchor_at, anchor_number, period_number, ends_at, created_at
  )
  values (
    p_user_id, p_plan_id, 'active', v_kind, p_price_id, p_span.anchor_at, p_span.anchor_number,
    p_span.number, p_span.ends_at, app.now()
  )
  on conflict (user_id) do update
  set
    plan_id = excluded.plan_id,
    status = excluded.status,
    source = excluded.source,
    price_id = excluded.price_id,
    anchor_at = excluded.anchor_at,
    anchor_number = excluded.anchor_number,
    period_number = excluded.period_number,
    ends_at = excluded.ends_at
  returning s.* into v_after;

  insert into billing.periods (
    subscription_id, number, kind, starts_at, ends_at, price_id, order_id, transfer_id, created_at
  )
  values (
    v_after.id, p_span.number, v_kind, p_span.starts_at, p_span.ends_at, p_price_id, p_order_id,
    p_transfer_id, app.now()
  );

  perform vpn.desire(v_after.id, true, v_after.ends_at);

  perform app.record(
    format('user:%s', p_user_id),
    case v_kind when 'trial' then 'trial.started' else 'subscription.extended' end,
    'subscription',
    v_after.id,
    case when v_before.id is not null then to_jsonb(v_before) - 'id' - 'user_id' end,
    to_jsonb(v_after) - 'id' - 'user_id'
  );
end
$$;
comment on function billing.grant_period(bigint, bigint, billing.span, bigint, bigint, bigint) is
  'Grants p_span of a plan: paid with price and transfer (and the order that it fulfils), else a trial. Raises TK031 when it does not follow the last period.';
