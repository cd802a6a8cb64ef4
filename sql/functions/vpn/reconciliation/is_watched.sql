-- A function, because the planner would read all accesses once to know the panels that have some.
create or replace function vpn.is_watched(p_panel vpn.panels) returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return p_panel.enabled or exists (select from vpn.access as a where a.panel_id = p_panel.id);
end
$$;
comment on function vpn.is_watched(vpn.panels) is
  'Whether a panel is asked how it is: one that is enabled, or has accesses.';
