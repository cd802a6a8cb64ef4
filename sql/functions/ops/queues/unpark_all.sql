create or replace function ops.unpark_all(p_job text) returns integer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_count integer;
begin
  delete from jobs.parked as p where p.job = p_job;
  get diagnostics v_count = row_count;
  if v_count > 0 then
    insert into app.audit (at, actor, action, subject, subject_key, after, reason)
    values (
      app.now(), app.actor(), 'job.unparked', 'job', p_job, jsonb_build_object('count', v_count),
      nullif(current_setting('tickover.reason', true), '')
    );
  end if;
  return v_count;
end
$$;
comment on function ops.unpark_all(text) is
  'Lets a job try all its parked rows again at its next run. Returns how many there were.';
