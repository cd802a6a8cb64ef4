-- Each process calls it every half minute, see watchdog.py.
create or replace function inbox.compare_clock(p_outside timestamptz, p_may_hold boolean, p_may_confirm boolean)
returns void
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select jobs.compare_clock(p_outside, p_may_hold, p_may_confirm)
$$;
comment on function inbox.compare_clock(timestamptz, boolean, boolean) is 'See jobs.compare_clock.';
