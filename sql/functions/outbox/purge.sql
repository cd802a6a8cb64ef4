-- Dropped messages are a record and are deleted when they are old. Dead ones stay until an operator decides about
-- them.
create or replace function outbox.purge(p_limit integer)
returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  -- A variable, because PostgreSQL uses no index for a comparison with a volatile function.
  v_before constant timestamptz := clock_timestamp() - make_interval(days => app.setting('keep_job_runs_days')::integer);
  v_count integer;
begin
  delete from outbox.dead_letters as d
  where d.id in (
    select o.id
    from outbox.dead_letters as o
    where o.dropped and o.buried_at < v_before
    order by o.buried_at
    limit p_limit
  );
  get diagnostics v_count = row_count;
  return v_count;
end
$$;
comment on function outbox.purge(integer) is
  'Takes the maximum number of rows to delete. Returns how many records of dropped messages were deleted; they are older than the setting keep_job_runs_days.';
