-- The session of these runs is gone: a crash, a restart, a cancelled statement. SKIP LOCKED, so that sessions that
-- close runs at the same time do not wait for each other.
create or replace function jobs._close_runs(p_job text default null) returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_closed integer;
begin
  update jobs.run as r
  set
    status = 'failed',
    finished_at = clock_timestamp(),
    error = case
      when r.started_at < jobs.server_started() then 'interrupted: the server was restarted'
      else 'interrupted: its backend is gone'
    end
  where r.id in (
    select o.id
    from jobs.run as o
    where o.status = 'running'
      and (p_job is null or o.job = p_job)
      and not jobs.is_alive(o.id)
    for no key update skip locked
  );
  get diagnostics v_closed = row_count;
  return v_closed;
end
$$;
comment on function jobs._close_runs(text) is
  'Closes the runs of p_job (null: of all jobs) whose session is gone, as failed. Returns how many.';
