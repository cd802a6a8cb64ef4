-- Lets an operator find out which subscription is meant.
create or replace function ops.subscriptions(p_user_id bigint) returns table (
  subscription_id bigint,
  title text,
  status text,
  ends_at timestamptz,
  expires_at timestamptz,
  renews boolean,
  period_number integer
)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select
    s.id,
    billing.in_language(billing.title_of(s.id, p.title), 'en'),
    s.status,
    s.ends_at,
    s.expires_at,
    (billing.next_charge(s)).at is not null,
    s.period_number
  from billing.subscriptions as s
  join billing.plans as p on p.id = coalesce((billing.current_plan(s)).plan_id, s.plan_id)
  where s.user_id = p_user_id
  order by s.id
$$;
comment on function ops.subscriptions(bigint) is
  'The subscriptions of a user, named as in his messages (Basic #2, but not what he calls it), by the plan that runs: status, end, until when access is kept (UTC), whether it renews automatically, and its last period. subscription_id is what ops.extend and similar functions take.';
