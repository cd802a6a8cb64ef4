create or replace function billing.last_period(p_subscription_id bigint)
returns table (ends_at timestamptz, kind text, plan_id bigint, plan_version integer)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select
    case when p.closed_at = p.starts_at then p.starts_at else coalesce(p.closed_at, p.ends_at) end,
    p.kind,
    billing.plan_of_period(p),
    p.plan_version
  from billing.periods as p
  where p.subscription_id = p_subscription_id
  order by
    p.closed_at is not distinct from p.starts_at,
    case when p.closed_at = p.starts_at then -p.number else p.number end desc
  limit 1
$$;
comment on function billing.last_period(bigint) is
  'Returns end (UTC), kind, plan and plan version of the last period of a subscription that has time left in it; if every period was emptied, the start of the first one.';
