-- Jobs run each minute, so a clock that was ahead has left runs whose times lie in the future. They become runs of
-- now, so that this is reported once.
create or replace function jobs._clock_was_set_back() returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  -- A variable, because PostgreSQL uses no index for a comparison with a volatile function.
  v_now constant timestamptz := clock_timestamp();
begin
  update jobs.run as r
  set started_at = v_now, finished_at = case when r.finished_at is not null then v_now end
  where r.started_at > v_now + interval '1 minute';
  return found;
end
$$;
comment on function jobs._clock_was_set_back() is
  'Returns whether the clock was set back by more than a minute since this was called last, as runs of jobs tell, which are moved to now.';
