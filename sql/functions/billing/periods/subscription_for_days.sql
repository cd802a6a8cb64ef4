create or replace function billing.subscription_for_days(p_user_id bigint) returns billing.subscriptions
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select s.*
  from billing.subscriptions_of(p_user_id) as s
  order by s.ends_at > app.now() desc, case when s.ends_at > app.now() then s.ends_at end, s.ends_at desc, s.id
  limit 1
$$;
comment on function billing.subscription_for_days(bigint) is
  'Returns the subscription of a user that days which he is given are added to: of those that run the one that ends first, because it needs them most, else the one that ended last; null for none.';
