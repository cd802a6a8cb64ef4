-- A screen that names no subscription may show one of several, because showing changes nothing: the one that ends
-- first.
create or replace function billing.shown_subscription(p_user_id bigint, p_subscription_id bigint default null)
returns billing.subscriptions
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_subscription billing.subscriptions;
begin
  if p_subscription_id is not null then
    return billing.subscription_of(p_user_id, p_subscription_id);
  end if;
  select s.* into v_subscription
  from billing.subscriptions_of(p_user_id) as s
  order by case when s.expires_at > app.now() then s.ends_at end, s.ends_at desc, s.id
  limit 1;
  return v_subscription;
end
$$;
comment on function billing.shown_subscription(bigint, bigint) is
  'Returns the subscription that a screen shows: p_subscription_id if it belongs to this user; without an id, of those that count, the one that ends first or, while none runs, the one that ended last. Null for none. Do not use it to act on a subscription, see billing.subscription_of.';
