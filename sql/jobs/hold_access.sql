-- Runs after expire_due: a subscription that ends in the same minute needs no more time.
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
  p_description => 'Keeps panels from ending access that a brake, a parked row or a switch still holds.'
);
