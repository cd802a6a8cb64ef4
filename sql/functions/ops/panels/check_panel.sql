-- A panel that is not enabled gets no customers, and can be proven nevertheless.
create or replace function ops.check_panel(p_panel text) returns bigint
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_panel_id constant bigint := (select p.id from vpn.panels as p where p.code = p_panel);
  v_id bigint;
begin
  if v_panel_id is null then
    return null;
  end if;
  insert into vpn.panel_checks as c (panel_id, key, asked_by, asked_at)
  values (v_panel_id, format('check_%s', left(gen_random_uuid()::text, 8)), app.actor(), app.now())
  returning c.id into v_id;
  perform app.record(
    app.actor(), 'panel.check_asked', 'panel', v_panel_id, null, jsonb_build_object('check_id', v_id)
  );
  perform vpn.ask_step(v_id, 'version');
  return v_id;
end
$$;
comment on function ops.check_panel(text) is
  'Takes the code of a panel, enabled or not. Has the listener prove it with a throwaway account: version, add, link, change, read, list, expire, remove; what came of each step stands in ops.panel_checks a few seconds later. Returns the check''s id, null for an unknown panel.';
