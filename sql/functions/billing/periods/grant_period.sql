-- The only way to grant a single period: subscription, period, VPN access and audit together. (billing.renew_apply is
-- its batch form.) Access is requested before the period is written, because the period stores the generation that
-- will deliver it; afterwards access is updated to what the period gives. A purchase announces the next charge: at its
-- own price or, if a promo code made it cheaper, at what renewal costs, as the order said.
create or replace function billing.grant_period(
  p_user_id bigint,
  p_plan_id bigint,
  p_kind text,
  p_span billing.span,
  p_price_id bigint default null,
  p_order_id bigint default null,
  p_transfer_id bigint default null,
  p_actor text default null,
  p_subscription_id bigint default null,
  p_plan_version integer default null,
  p_continues boolean default false
) returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_before billing.subscriptions;
  v_after billing.subscriptions;
  v_amount constant bigint := coalesce(
    (
      select case
        when o.promo_code_id is null then o.amount
        else (
          select f.amount
          from billing.prices_for(array[p_user_id], array[o.price_id], true, array[o.subscription_id]) as f
        )
      end
      from billing.orders as o
      where o.id = p_order_id
    ),
    (select r.amount from billing.prices as r where r.id = p_price_id)
  );
begin
  select s.* into v_before from billing.subscriptions as s where s.id = p_subscription_id;
  v_after := billing.put_period(
    v_before, p_user_id, p_plan_id, p_kind, p_span, p_price_id, v_amount, p_continues,
    (select o.created_at from billing.orders as o where o.id = p_order_id and o.kind <> 'gift')
  );

  insert into billing.periods (
    subscription_id, number, kind, plan_id, plan_version, starts_at, ends_at, price_id, order_id, transfer_id,
    generation, created_at
  )
  select
    v_after.id, p_span.number, p_kind, p.id, coalesce(p_plan_version, p.version), p_span.starts_at, p_span.ends_at,
    p_price_id, p_order_id, p_transfer_id, vpn.desire(v_after.id, true, v_after.expires_at), app.now()
  from billing.plans as p
  where p.id = p_plan_id;
  perform billing.begin_periods(array[v_after.id]);

  perform app.record(
    coalesce(p_actor, format('user:%s', p_user_id)),
    case p_kind when 'trial' then 'trial.started' else 'subscription.extended' end,
    'subscription',
    v_after.id,
    case when v_before.id is not null then to_jsonb(v_before) - '{id,user_id,begin_at}'::text[] end,
    to_jsonb(v_after) - '{id,user_id,begin_at}'::text[]
  );
  return v_after.id;
end
$$;
comment on function billing.grant_period(bigint, bigint, text, billing.span, bigint, bigint, bigint, text, bigint, integer, boolean) is
  'Grants p_span of a plan to a subscription of this user (null: a new one), and returns its id. p_kind: paid (with price and transfer, and the order that it fulfils), trial or grant; p_actor: who did it, the user if null; p_plan_version: the version of the plan that it gives, the current one if null; p_continues: see billing.put_period. The caller holds billing.lock_user. Raises TK031 when it does not follow the last period.';
