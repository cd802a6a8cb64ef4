-- Moving all accesses takes as long as the panels take, so this function only requests it; the job place_access does
-- the work.
create or replace function ops.drain_panel(p_panel text, p_drain boolean default true) returns bigint
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_panel_id bigint;
begin
  update vpn.panels as p
  set draining = p_drain, enabled = not p_drain
  where p.code = p_panel and p.draining <> p_drain
  returning p.id into v_panel_id;
  if v_panel_id is not null and not p_drain then
    with stays as (
      select d.subscription_id
      from vpn.access as a
      join vpn.desired as d on d.subscription_id = a.subscription_id
      where a.panel_id = v_panel_id and a.state = 'retiring' and d.missing > 0
      order by d.subscription_id
      for no key update of d
    ),
    kept as (
      update vpn.access as a
      set state = 'serving'
      from stays as s
      where a.subscription_id = s.subscription_id and a.panel_id = v_panel_id
      returning a.subscription_id
    )
    update vpn.desired as d
    set missing = d.missing - 1
    from kept as k
    where d.subscription_id = k.subscription_id;
  end if;
  return (select count(*) from vpn.access as a join vpn.panels as p on p.id = a.panel_id where p.code = p_panel);
end
$$;
comment on function ops.drain_panel(text, boolean) is
  'Moves all accesses on a panel (its code) to other panels, in batches, and places no new ones there. Each access keeps working until its replacement works. With p_drain false the move stops: accesses that have found no other panel stay, and the panel is enabled. Returns how many accesses are on the panel.';
