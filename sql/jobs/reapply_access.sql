-- All bring a panel to what it should have: two because an operator says so, one because a scan saw it.
create or replace function jobs.reapply_access(p_limit integer) returns jobs.step
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_asked constant jobs.step := vpn.reapply_batch(p_limit);
  v_leaked constant jobs.step := vpn.reissue_batch(p_limit);
  v_seen constant jobs.step := vpn.reconcile_batch(p_limit);
begin
  return (v_asked.done + v_leaked.done + v_seen.done, 0, v_asked.more or v_leaked.more or v_seen.more);
end
$$;
comment on function jobs.reapply_access(integer) is
  'Step of the job reapply_access, see vpn.reapply_batch, vpn.reissue_batch and vpn.reconcile_batch.';

select jobs.register(
  p_name => 'reapply_access',
  p_schedule => '* * * * *',
  p_position => 40,
  p_description => 'Pushes accesses again that a panel lost (ops.reapply, scans), and replaces leaked keys.'
);
