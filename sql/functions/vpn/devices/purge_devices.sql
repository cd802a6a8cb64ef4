create or replace function vpn.purge_devices(p_limit integer) returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_before constant timestamptz := app.now() - make_interval(days => jobs.keep_days());
  v_deleted integer;
begin
  delete from vpn.device_lists as l
  where l.access_id in (
    select o.access_id from vpn.device_lists as o where o.asked_at < v_before order by o.asked_at limit p_limit
  );
  get diagnostics v_deleted = row_count;
  return v_deleted;
end
$$;
comment on function vpn.purge_devices(integer) is
  'Takes the maximum number of accesses. Deletes the devices of those whose users have not looked at them for as long as the setting keep_job_runs_days, and returns of how many.';
