create or replace function vpn.why_incomplete(p_scan vpn.scans) returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return case
    when p_scan.seen <> (select count(*) from vpn.observed as o where o.scan_id = p_scan.id)
      then 'what was read is lost: the database crashed'
    when exists (
      select from vpn.panel_states as t where t.panel_id = p_scan.panel_id and t.epoch is distinct from p_scan.epoch
    ) then 'the panel restarted meanwhile'
  end;
end
$$;
comment on function vpn.why_incomplete(vpn.scans) is
  'Takes a scan that was read to its end. Returns why it decides nothing nevertheless; null if it does decide.';
