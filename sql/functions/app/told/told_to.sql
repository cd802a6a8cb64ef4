-- Two ranges of two indexes: a notice is known by its user or by its subscription.
create or replace function app.told_to(p_user_id bigint) returns setof app.told
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select t.* from app.told as t where t.user_id = p_user_id
  union all
  select t.*
  from billing.subscriptions as s
  join app.told as t on t.subscription_id = s.id
  where s.user_id = p_user_id and t.user_id is distinct from p_user_id
$$;
comment on function app.told_to(bigint) is
  'Returns what a user was told within the last 35 days, about himself or his subscriptions, in no order.';
