create or replace function jobs.reapply_access(p_limit integer) returns jobs.step
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select vpn.reapply_batch(p_limit)
$$;
comment on function jobs.reapply_access(integer) is 'Step of the job reapply_access, see vpn.reapply_batch.';

select jobs.register(
  p_name => 'reapply_access',
  p_schedule => '* * * * *',
  p_position => 40,
  p_description => 'Pushes the accesses of a panel again after a call of ops.reapply.'
);
