create or replace function vpn.prepare_scan(p_lane text, p_payload jsonb) returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select vpn.panel_settings(p) || jsonb_build_object(
    'shop', (select m.shop from vpn.mark as m),
    'run', s.id,
    'cursor', s.cursor,
    'sample', case when s.cursor is null then vpn.sampled_accesses(s) end
  )
  from vpn.scans as s
  join vpn.panels as p on p.id = s.panel_id
  where s.id = (p_payload ->> 'scan_id')::bigint and s.finished_at is null
$$;
comment on function vpn.prepare_scan(text, jsonb) is
  'Prepare hook of vpn.scan. p_payload: {"scan_id"}. Returns which page to read (cursor null: the first), accesses whose links to read with the first one (vpn.sampled_accesses), and what the listener must know of the panel and of our mark; null if the scan is over.';
