create or replace function vpn.is_watched(p_panel vpn.panels) returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return p_panel.enabled or vpn.has_accesses(p_panel.id);
end
$$;
comment on function vpn.is_watched(vpn.panels) is
  'Returns whether a panel is probed: if it is enabled or has accesses.';
