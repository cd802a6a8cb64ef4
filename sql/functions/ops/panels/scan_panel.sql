create or replace function ops.scan_panel(p_panel text) returns bigint
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_panel_id constant bigint := (select p.id from vpn.panels as p where p.code = p_panel);
  v_scan_id bigint;
begin
  if v_panel_id is null then
    return null;
  end if;
  v_scan_id := vpn.start_scan(v_panel_id, 'asked');
  perform app.record(
    app.actor(), 'panel.scan_asked', 'panel', v_panel_id, null, jsonb_build_object('scan_id', v_scan_id)
  );
  return v_scan_id;
end
$$;
comment on function ops.scan_panel(text) is
  'Takes the code of a panel. Has all its accounts read now, and compared within a minute after that, see ops.panels. Returns the id in vpn.scans, null for an unknown panel.';
