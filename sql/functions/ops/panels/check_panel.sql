-- A panel that is not enabled gets no customers, and can be proven nevertheless.
create or replace function ops.check_panel(p_panel text) returns bigint
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_id bigint;
begin
  insert into vpn.panel_checks as c (panel_id, key, asked_by, asked_at)
  select
    p.id, format('check_%s', left(gen_random_uuid()::text, 8)), app.actor(), app.now()
  from vpn.panels as p
  where p.code = p_panel
  returning c.id into v_id;
  perform vpn.ask_step(v_id, 'version');
  return v_id;
end
$$;
comment on function ops.check_panel(text) is
  'Takes the code of a panel, enabled or not. Has the listener prove it with a throwaway account: version, add, link, change, read, list, expire, remove; what came of each step stands in ops.panel_checks a few seconds later. Returns the check''s id, null for an unknown panel.';
