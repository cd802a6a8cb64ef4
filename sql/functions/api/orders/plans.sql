create or replace function api.plans(
  p_telegram_id bigint, p_subscription_id bigint default null, p_new boolean default false
)
returns table (plan_id bigint, title text, benefits text, from_amount bigint, currency text, is_current boolean)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select
    o.plan_id,
    billing.in_language(o.title, u.locale),
    billing.in_language(o.benefits, u.locale),
    min(o.amount),
    o.currency::text,
    o.plan_id is not distinct from (billing.running_plan(s)).id
  from app.telegram_identities as i
  join app.users as u on u.id = i.user_id
  left join lateral billing.shown_subscription(u.id, p_subscription_id) as s on not p_new
  cross join lateral billing.offers_to(u.id, s.id) as o
  where i.telegram_id = p_telegram_id
    and app.flag('purchases')
  group by o.plan_id, o.title, o.benefits, o.position, o.currency, u.locale, s.*
  order by o.position, o.plan_id;
end
$$;
comment on function api.plans(bigint, bigint, boolean) is
  'Returns the plans that can be bought now, in the user''s language, with their lowest price in minor units. is_current: billing.shown_subscription has it paid for and running. p_new: for a gift, or a subscription of its own, at the prices of who begins. None for an unknown user, or while sales are switched off.';
