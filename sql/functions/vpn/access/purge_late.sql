create or replace function vpn.purge_late(p_limit integer) returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_before constant timestamptz := app.now() - make_interval(days => app.setting('keep_notices_days')::integer);
  v_deleted integer;
begin
  delete from vpn.late_deliveries as d
  where d.ctid in (
    select o.ctid from vpn.late_deliveries as o where o.made_up_at < v_before order by o.made_up_at limit p_limit
  );
  get diagnostics v_deleted = row_count;
  return v_deleted;
end
$$;
comment on function vpn.purge_late(integer) is
  'Takes the maximum number of rows. Deletes late deliveries that were made up longer ago than the setting keep_notices_days, and returns how many.';
