create or replace function jobs.record_batch(p_run bigint, p_step jobs.step) returns void
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  update jobs.run
  set batches = batches + 1, done = done + p_step.done, parked = parked + p_step.parked
  where id = p_run
$$;
comment on function jobs.record_batch(bigint, jobs.step) is
  'Adds the counts of a batch to its run. Must be called in the transaction of the batch, so that the counts are true after a crash.';
