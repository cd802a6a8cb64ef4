create or replace function ops.scan_panel(p_panel text) returns bigint
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select vpn.start_scan(p.id, 'asked') from vpn.panels as p where p.code = p_panel
$$;
comment on function ops.scan_panel(text) is
  'Takes the code of a panel. Has all its accounts read now, and compared within a minute after that, see ops.panels. Returns the id in vpn.scans, null for an unknown panel.';
