-- Runs at night, because it reads the whole ledger and all periods, orders and payments: 7 s for 870k transfers,
-- growing linearly. A shop that outgrows the 15 minutes that a job has runs ops.invariants on a replica.
create or replace function jobs.check_history(p_limit integer) returns jobs.step
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select jobs._run_checks('check_history', 'night')
$$;
comment on function jobs.check_history(integer) is
  'Step of the job check_history: runs the next of the nightly checks; p_limit is ignored. See ops.checks.';

select jobs.register(
  p_name => 'check_history',
  p_schedule => '11 4 * * *',
  p_position => 71,
  p_description => 'Makes the checks that need all of history, and tells the admins what is broken.'
);
