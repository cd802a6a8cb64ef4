-- The saving is never overstated: it compares with the number of whole shortest periods that fit.
create or replace function api.prices(
  p_telegram_id bigint,
  p_plan_id bigint,
  p_subscription_id bigint default null,
  p_new boolean default false
) returns table (
  price_id bigint,
  plan_title text,
  period_count integer,
  period_unit text,
  amount bigint,
  currency text,
  saving bigint,
  kind text,
  list_amount bigint,
  reasons text[]
)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select
    o.price_id,
    billing.in_language(o.title, u.locale),
    o.period_count,
    o.period_unit,
    f.amount,
    o.currency::text,
    greatest(first_value(f.amount) over shortest * (o.days / first_value(o.days) over shortest) - f.amount, 0),
    o.kind,
    f.list_amount,
    f.reasons
  from app.telegram_identities as i
  join app.users as u on u.id = i.user_id
  left join lateral billing.shown_subscription(u.id, p_subscription_id) as s on not p_new
  cross join lateral (
    select a.*, billing.offer_kind(s, a) as kind from billing.offers_to(u.id, s.id) as a where a.plan_id = p_plan_id
  ) as o
  -- What follows at the end of the running plan is charged as a renewal.
  cross join lateral billing.prices_for(array[u.id], array[o.price_id], o.kind = 'later', array[s.id]) as f
  where i.telegram_id = p_telegram_id
    and app.flag('purchases')
  window shortest as (order by o.days, f.amount)
  order by o.days, f.amount;
end
$$;
comment on function api.prices(bigint, bigint, bigint, boolean) is
  'Returns the current prices of a plan, shortest period first; none for a plan that is not sold, for an unknown user, or while sales are switched off. saving: compared with buying the shortest period as often, minor units; kind: purchase, renewal, change or later for billing.shown_subscription, see billing.offer_kind; p_new: for a gift, or a subscription of its own; list_amount: before what is taken off for this user, and for which reasons, see billing.prices_for.';
