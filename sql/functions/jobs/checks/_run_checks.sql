-- One check per batch: its alarm is sent and the locks on the admins' lanes are released before the next check runs,
-- and a check that fails does not hide the others. The check that ran longest ago comes first, so that every check
-- gets its turn even when no run completes. A check whose time lies in the future was recorded by a clock that was
-- ahead, so it does not count as done in this run. If the clock was set back since the run began, nothing tells which
-- checks were done, so all of them run.
create or replace function jobs._run_checks(p_job text, p_checked text) returns jobs.step
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_since timestamptz;
  v_name text;
  v_done integer := 0;
begin
  select max(r.started_at) into v_since
  from jobs.run as r
  where r.job = p_job and r.status = 'running' and r.pid = pg_backend_pid() and r.started_at <= clock_timestamp();

  for v_name in
    select p.name
    from ops.check_definitions as p
    left join jobs.checks as c on c.name = p.name
    where p.checked = p_checked
      and (c.checked_at between v_since and clock_timestamp()) is not true
    order by c.checked_at nulls first, p.position
  loop
    if v_done = 1 and v_since is not null then
      return (v_done, 0, true);
    end if;
    perform jobs._run_check(v_name);
    v_done := v_done + 1;
  end loop;
  return (v_done, 0, false);
end
$$;
comment on function jobs._run_checks(text, text) is
  'Runs one check that the current run of p_job in this session has not done yet, of those checked hourly or nightly (p_checked). Outside a run, runs all of them.';
