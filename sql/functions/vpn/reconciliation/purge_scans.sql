-- The last scans of a panel that is no longer scanned stay: they are the last knowledge of it.
create or replace function vpn.purge_scans(p_limit integer) returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_before constant timestamptz := app.now() - make_interval(days => jobs.keep_days());
  v_deleted integer;
begin
  delete from vpn.scans as s
  where s.id in (
    select o.id
    from vpn.scans as o
    where o.started_at < v_before
      and o.compared_at is not null
      and exists (
        select from vpn.scans as n
        where n.panel_id = o.panel_id and n.started_at > v_before and n.error is null and n.held is null
      )
    order by o.started_at
    limit p_limit
  );
  get diagnostics v_deleted = row_count;
  return v_deleted;
end
$$;
comment on function vpn.purge_scans(integer) is
  'Takes the maximum number of rows. Deletes scans older than the setting keep_job_runs_days of panels that were read well since, and returns how many.';
