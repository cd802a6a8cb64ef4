-- The only way to give one period: subscription, period, VPN access and audit together. (Its set-based twin is
-- billing.renew_apply.) Access is asked for before the period is written, which remembers the generation
-- that will deliver it.
create or replace function billing.grant_period(
  p_user_id bigint,
  p_plan_id bigint,
  p_kind text,
  p_span billing.span,
  p_price_id bigint default null,
  p_order_id bigint default null,
  p_transfer_id bigint default null,
  p_actor text default null
) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_before billing.subscriptions := billing.lock_user(p_user_id);
  v_after billing.subscriptions;
begin
  insert into billing.subscriptions as s (
    user_id, plan_id, status, source, price_id, renewal_price_id, announced_amount, anchor_at, anchor_number,
    period_number, ends_at, expires_at, created_at
  )
  values (
    p_user_id, p_plan_id, 'active', p_kind, p_price_id, p_price_id,
    (select r.amount from billing.prices as r where r.id = p_price_id), p_span.anchor_at, p_span.anchor_number,
    p_span.number, p_span.ends_at, p_span.ends_at, app.now()
  )
  on conflict (user_id) do update
  set
    plan_id = excluded.plan_id,
    status = excluded.status,
    source = excluded.source,
    price_id = coalesce(excluded.price_id, s.price_id),
    -- What is given to somebody whose subscription was over must not begin to charge; time decides, for the
    -- job that sets the status may be late.
    renewal_price_id = coalesce(
      excluded.renewal_price_id,
      case when s.status = 'active' and s.expires_at > app.now() then s.renewal_price_id end
    ),
    announced_amount = coalesce(excluded.announced_amount, s.announced_amount),
    -- What is bought is shown with what its renewal costs; of what is given nothing was said.
    unannounced = p_kind <> 'paid',
    charge_from = null,
    -- Who cancelled does not take that back by buying more; what is bought after the end is a new beginning. (A plan
    -- that is left for another one ends now, and is not over.)
    cancelled_at = case when p_kind <> 'paid' or s.expires_at >= app.now() then s.cancelled_at end,
    anchor_at = excluded.anchor_at,
    anchor_number = excluded.anchor_number,
    period_number = excluded.period_number,
    ends_at = excluded.ends_at,
    expires_at = excluded.expires_at,
    renew_at = null
  returning s.* into v_after;
  v_after := billing.schedule(v_after.id);

  insert into billing.periods (
    subscription_id, number, kind, plan_id, starts_at, ends_at, price_id, order_id, transfer_id, generation, created_at
  )
  values (
    v_after.id, p_span.number, p_kind, p_plan_id, p_span.starts_at, p_span.ends_at, p_price_id, p_order_id,
    p_transfer_id, vpn.desire(v_after.id, true, v_after.expires_at), app.now()
  );

  perform app.record(
    coalesce(p_actor, format('user:%s', p_user_id)),
    case p_kind when 'trial' then 'trial.started' else 'subscription.extended' end,
    'subscription',
    v_after.id,
    case when v_before.id is not null then to_jsonb(v_before) - 'id' - 'user_id' end,
    to_jsonb(v_after) - 'id' - 'user_id'
  );
end
$$;
comment on function billing.grant_period(bigint, bigint, text, billing.span, bigint, bigint, bigint, text) is
  'Grants p_span of a plan. p_kind: paid (with price and transfer, and the order that it fulfils), trial or grant; p_actor: who did it, the user if null. Raises TK031 when it does not follow the last period.';
