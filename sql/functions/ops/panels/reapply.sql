-- For a panel that lost its users: restarted, restored from a backup, replaced. Every access there gets a new
-- generation, and the outbox brings the panel to the desired state. This function only requests it: a large panel
-- takes minutes, and nobody should wait that long for a lock.
create or replace function ops.reapply(p_panel text) returns integer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_panel_id constant bigint := (select p.id from vpn.panels as p where p.code = p_panel);
  v_count integer;
begin
  insert into vpn.reapplies (panel_id, asked_at)
  select p.id, app.now() from vpn.panels as p where p.id = v_panel_id
  on conflict (panel_id) do update
  set asked_at = excluded.asked_at, done_to = 0, pushed = 0;

  select count(*)::integer into v_count
  from vpn.access as a
  join vpn.desired as d on d.subscription_id = a.subscription_id
  where a.panel_id = v_panel_id and d.present;
  if v_panel_id is not null then
    perform app.record(
      app.actor(), 'panel.reapply_asked', 'panel', v_panel_id, null, jsonb_build_object('accesses', v_count)
    );
  end if;
  return v_count;
end
$$;
comment on function ops.reapply(text) is
  'Takes the code of a panel. Makes the job reapply_access push again every access that the panel should have, from the beginning if a reapply is already running. Returns how many there are. See ops.reapplies.';
