-- Nothing was given up while the version was unknown: all of it waits, and goes out now.
create or replace function ops.acknowledge_version(p_panel text, p_version text) returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_panel_id bigint;
  v_seen text;
begin
  select p.id, s.version into v_panel_id, v_seen
  from vpn.panels as p
  left join vpn.panel_states as s on s.panel_id = p.id
  where p.code = p_panel;
  if v_panel_id is null then
    return 'no_such_panel';
  elsif v_seen is distinct from p_version then
    return 'another_version';
  end if;
  update vpn.panels as p set acknowledged_version = p_version where p.id = v_panel_id;
  perform vpn.ask_probe(v_panel_id);
  perform ops.resume('vpn', p_panel);
  return 'acknowledged';
end
$$;
comment on function ops.acknowledge_version(text, text) is
  'Takes the code of a panel and the version that it has (ops.panels). Lets the listener write to it although it was not written for that version, and sends what waits. Returns acknowledged, another_version (it has another one) or no_such_panel.';
