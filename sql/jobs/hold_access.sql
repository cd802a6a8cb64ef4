-- After expire_due: what is ended in the same minute needs no more time.
create or replace function jobs.hold_access(p_limit integer) returns jobs.step
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select billing.hold_access(p_limit)
$$;
comment on function jobs.hold_access(integer) is 'Step of the job hold_access, see billing.hold_access.';

select jobs.register(
  p_name => 'hold_access',
  p_schedule => '* * * * *',
  p_position => 12,
  p_description => 'Keeps the panel from ending whom a brake, a parked row or a switch still holds.'
);
