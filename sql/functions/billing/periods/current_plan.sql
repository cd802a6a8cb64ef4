create or replace function billing.current_plan(
  p_subscription billing.subscriptions,
  out plan_id bigint,
  out kind text,
  out price_id bigint,
  out until timestamptz
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_period constant billing.periods := billing.current_period(p_subscription.id);
begin
  if v_period.number is null then
    return;
  end if;
  plan_id := coalesce(billing.plan_of_period(v_period), p_subscription.plan_id);
  kind := coalesce(v_period.kind, p_subscription.source);
  price_id := v_period.price_id;
  select coalesce(min(p.starts_at), p_subscription.ends_at) into until
  from billing.periods as p
  where p.subscription_id = p_subscription.id
    and p.number > v_period.number
    and p.closed_at is distinct from p.starts_at
    and coalesce(billing.plan_of_period(p), p_subscription.plan_id) <> current_plan.plan_id;
end
$$;
comment on function billing.current_plan(billing.subscriptions) is
  'Returns the running plan of a subscription, or the last one that ran: plan, kind and price (null for a free period) of its period, and until when that plan lasts, UTC. Nulls without a subscription, and for one without any period left that has begun.';
