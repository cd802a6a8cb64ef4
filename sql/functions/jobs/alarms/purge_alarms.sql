create or replace function jobs.purge_alarms(p_limit integer) returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  -- A variable, because PostgreSQL uses no index for a comparison with a volatile function.
  v_before constant timestamptz := clock_timestamp() - make_interval(days => jobs.keep_days());
  v_count integer;
begin
  delete from jobs.alarm_groups
  where id in (
    select g.id
    from jobs.alarm_groups as g
    where g.ended_at < v_before
    order by g.ended_at
    limit p_limit
  );
  get diagnostics v_count = row_count;
  return v_count;
end
$$;
comment on function jobs.purge_alarms(integer) is
  'Deletes at most p_limit groups of alarms that ended longer ago than the setting keep_job_runs_days, with their messages. Returns how many.';
