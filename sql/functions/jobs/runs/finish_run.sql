create or replace function jobs.finish_run(p_run bigint, p_error text default null) returns void
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  update jobs.run
  set
    status = case when p_error is null then 'ok' else 'failed' end,
    error = p_error,
    finished_at = clock_timestamp()
  where id = p_run;

  select pg_advisory_unlock(hashtext('jobs.run'), (p_run & 2147483647)::integer);
$$;
comment on function jobs.finish_run(bigint, text) is
  'Closes a run that this session opened: ok, or failed with p_error.';
