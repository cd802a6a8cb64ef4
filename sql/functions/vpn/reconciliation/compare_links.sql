-- A host, a port or a key that an operator changes at the panel is in no access until that is sent again: customers
-- would have a dead address until they renew. If all that were read differ, all are sent again, once. If they differ
-- after that, the panel draws them anew each time: that is told, and nothing is done.
create or replace function vpn.compare_links(p_panel_id bigint, p_sampled jsonb) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_differ boolean;
  v_state vpn.panel_states;
begin
  select bool_and(o.differs) into v_differ
  from jsonb_array_elements(case when jsonb_typeof(p_sampled) = 'array' then p_sampled else '[]' end) as r (read)
  join vpn.access as a on a.id = (r.read ->> 'access_id')::bigint and a.panel_id = p_panel_id
  cross join lateral vpn.gives_other_links(a.id, r.read -> 'links' -> 0, r.read -> 'links' -> 1) as o (differs);
  if v_differ is null or exists (select from vpn.reapplies as q where q.panel_id = p_panel_id) then
    return;
  end if;
  update vpn.panel_states as s
  set
    links_differ_since = case when v_differ then coalesce(s.links_differ_since, app.now()) end,
    links_sent_at = case when v_differ then coalesce(s.links_sent_at, app.now()) end
  from vpn.panel_states as o
  where s.panel_id = p_panel_id
    and o.panel_id = s.panel_id
    and (v_differ or s.links_differ_since is not null)
  returning o.* into v_state;
  if found and v_differ and v_state.links_sent_at is null then
    insert into vpn.reapplies (panel_id, asked_at) values (p_panel_id, app.now());
    perform app.record(
      'watch_delivery', 'panel.reapply_asked', 'panel', p_panel_id, null, null, 'the panel gives other links'
    );
  end if;
end
$$;
comment on function vpn.compare_links(bigint, jsonb) is
  'Takes a panel, and links of some of its accesses as it gave them twice: [{"access_id", "links": [[...], [...]]}]. Has all accesses of the panel sent again if it gives other links than customers have, see vpn.panel_states.';
