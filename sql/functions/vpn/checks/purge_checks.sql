create or replace function vpn.purge_checks(p_limit integer) returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_before constant timestamptz := app.now() - make_interval(days => jobs.keep_days());
  v_deleted integer;
begin
  delete from vpn.panel_checks as c
  where c.id in (
    select o.id from vpn.panel_checks as o where o.asked_at < v_before order by o.asked_at limit p_limit
  );
  get diagnostics v_deleted = row_count;
  return v_deleted;
end
$$;
comment on function vpn.purge_checks(integer) is
  'Takes the maximum number of rows. Deletes checks of panels older than the setting keep_job_runs_days, and returns how many.';
