-- Verifies a second time, after constraints and code, what has to be so, and raises an alarm for what is not.
create or replace function jobs.check_invariants(p_limit integer) returns jobs.step
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select jobs._run_checks('check_invariants', 'hour')
$$;
comment on function jobs.check_invariants(integer) is
  'Step of the job check_invariants: runs the next of the hourly checks; p_limit is ignored. See ops.checks.';

select jobs.register(
  p_name => 'check_invariants',
  p_schedule => '7 * * * *',
  p_position => 70,
  p_description => 'Makes the checks that are quick, and tells the admins what is broken.'
);
