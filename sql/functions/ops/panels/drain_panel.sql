-- Moving all accesses takes as long as the panels take, so this function only requests it; the job place_access does
-- the work. When it is called off, all is decided again for those who look for a place: an access that retires for
-- another reason as well, such as places that a plan no longer allows, goes on.
create or replace function ops.drain_panel(p_panel text, p_drain boolean default true) returns bigint
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_panel_id bigint;
  v_looking bigint[];
begin
  update vpn.panels as p
  set
    draining = p_drain,
    enabled = not p_drain and p.was_enabled,
    was_enabled = case when p_drain then p.enabled else p.was_enabled end
  where p.code = p_panel and p.draining <> p_drain
  returning p.id into v_panel_id;
  if v_panel_id is not null and not p_drain then
    select array_agg(n.subscription_id) into v_looking
    from (
      select d.subscription_id
      from vpn.access as a
      join vpn.desired as d on d.subscription_id = a.subscription_id
      where a.panel_id = v_panel_id and a.state = 'retiring' and d.missing > 0
      order by d.subscription_id
      for no key update of d
    ) as n;
    perform vpn.arrange(v_looking);
    perform vpn.enqueue_apply(v_looking);
  end if;
  return (select count(*) from vpn.access as a join vpn.panels as p on p.id = a.panel_id where p.code = p_panel);
end
$$;
comment on function ops.drain_panel(text, boolean) is
  'Moves all accesses on a panel (its code) to other panels, in batches, and places no new ones there. Each access keeps working until its replacement works. With p_drain false the move stops: accesses that have found no other panel stay, and the panel is enabled if it was before. Returns how many accesses are on the panel.';
