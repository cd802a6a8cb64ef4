-- The second look, and the alarm.
create or replace function jobs.check_invariants(p_limit integer) returns jobs.step
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select jobs._run_checks('check_invariants', 'hour')
$$;
comment on function jobs.check_invariants(integer) is
  'Step of the job check_invariants: looks at the next of the promises that are checked by the hour, whatever p_limit says. See ops.checks.';

select jobs.register(
  p_name => 'check_invariants',
  p_schedule => '7 * * * *',
  p_position => 70,
  p_description => 'Looks whether the promises are kept that can be looked at quickly, and tells the admins when not.'
);
