-- Computed in seconds: the difference of two times would otherwise contain days, and adding a day is not 24 hours in
-- every session's time zone.
create or replace function billing.free_time(p_subscription_id bigint, p_at timestamptz) returns interval
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select make_interval(
    secs => coalesce(
      sum(extract(epoch from coalesce(p.closed_at, p.ends_at) - greatest(p.starts_at, p_at))), 0
    )::double precision
  )
  from billing.periods as p
  where p.subscription_id = p_subscription_id
    and p.kind <> 'paid'
    and coalesce(p.closed_at, p.ends_at) > greatest(p.starts_at, p_at)
$$;
comment on function billing.free_time(bigint, timestamptz) is
  'Returns how much free time (trial, grants) is left after p_at, UTC.';
