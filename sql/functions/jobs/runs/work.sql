-- pg_cron calls this procedure. It runs a job batch by batch, each batch in its own transaction together with its
-- counts. It has no `set` and no `security definer`, and must be the only statement of its command, because
-- PostgreSQL refuses COMMIT otherwise.
--
-- The run is committed before its first batch, so that there is a trace of it whatever happens to that batch. That
-- commit does not wait for the disk: a server crash that loses it loses nothing else. A statement_timeout is an error
-- like any other, but `others` does not catch it.
create or replace procedure jobs.work(p_job text)
language plpgsql
as $$
declare
  v_run bigint := jobs.start_run(p_job);
  v_limit integer := jobs.batch_size(p_job);
  v_step jobs.step;
  v_error text;
begin
  perform pg_catalog.set_config('synchronous_commit', 'off', true);
  commit;
  while v_run is not null loop
    if not jobs.may_go_on() then
      perform jobs.finish_run(v_run);
      exit;
    end if;
    begin
      execute pg_catalog.format('select s.done, s.parked, s.more from jobs.%I($1) as s', p_job)
      into v_step.done, v_step.parked, v_step.more using v_limit;
      perform jobs.record_batch(v_run, v_step);
      v_error := null;
    exception when others or query_canceled then
      v_error := pg_catalog.format('%s: %s', sqlstate, sqlerrm);
    end;
    if v_error is not null or v_step.more is not true then
      perform jobs.finish_run(v_run, v_error);
      v_run := null;
    end if;
    commit;
  end loop;
end
$$;
comment on procedure jobs.work (text) is
  'Runs a job until nothing is due: it calls jobs.<p_job>(batch size) and commits, repeatedly while the step reports more work and the shop is open. Records the run in jobs.run. An error ends the run as failed; batches that committed before stay committed.';
