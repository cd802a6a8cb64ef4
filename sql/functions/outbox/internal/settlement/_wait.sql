-- The other side may ask for any wait: 1e13, infinity, minus one. The wait is limited to a day.
create or replace function outbox._wait(p_seconds double precision) returns interval
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  select make_interval(
    secs => case
      when p_seconds = 'NaN' then 0
      when p_seconds is not null then least(greatest(p_seconds, 0), 86400)
    end
  )
$$;
comment on function outbox._wait(double precision) is
  'Takes the seconds that the other side asked to wait. Returns them limited to between 0 and a day, null for null.';
