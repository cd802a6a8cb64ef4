create or replace function vpn.panel_settings(p_panel vpn.panels) returns jsonb
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
    'panel', p_panel.code,
    'kind', p_panel.kind,
    'base_url', p_panel.base_url,
    'options', p_panel.options,
    'acknowledged_version', p_panel.acknowledged_version
  )
$$;
comment on function vpn.panel_settings(vpn.panels) is
  'Returns what the listener has to know of a panel, for the prepare hooks of its messages.';
