-- Chooses panels by rendezvous hashing: a subscription always prefers the same panels, and each panel gets its share
-- by weight, so nothing has to be counted except for panels with a capacity. The rows of those panels are locked, so
-- that two purchases cannot take the last place. A returning subscription keeps its panel, even if that exceeds the
-- capacity.
--
-- Each call counts the accesses of panels with a capacity once, up to that capacity, however many it places.
create or replace function vpn.place(p_subscription_ids bigint[]) returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_placed integer;
begin
  perform from vpn.panels as p where p.enabled and p.capacity is not null order by p.id for no key update;

  with free as materialized (
    select f.* from vpn.free_panels() as f
  ),
  ranked as (
    select
      d.subscription_id, d.missing, d.traffic_from, f.panel_id, f.room,
      row_number() over (
        partition by d.subscription_id
        order by -ln(((hashint8extended(d.subscription_id, f.panel_id) & 1048575) + 1) / 1048577.0) / f.weight, f.panel_id
      ) as choice
    from unnest(p_subscription_ids) as s (id)
    join vpn.desired as d on d.subscription_id = s.id and d.missing > 0
    join free as f on d.places is null or f.country = any (d.places) or f.code = any (d.places)
    where not exists (
      select from vpn.access as a where a.subscription_id = d.subscription_id and a.panel_id = f.panel_id
    )
  ),
  chosen as (
    select r.*, row_number() over (partition by r.panel_id order by r.subscription_id) as turn
    from ranked as r
    where r.choice <= r.missing
  ),
  placed as (
    insert into vpn.access as a (id, subscription_id, panel_id, key, traffic_from)
    select n.id, n.subscription_id, n.panel_id, format('s_%s', n.id), n.traffic_from
    from (
      select nextval(pg_get_serial_sequence('vpn.access', 'id')) as id, c.subscription_id, c.panel_id, c.traffic_from
      from chosen as c
      where c.turn <= c.room or c.room is null
    ) as n
    returning a.subscription_id
  ),
  found as (
    update vpn.desired as d
    set missing = d.missing - n.panels
    from (select p.subscription_id, count(*)::smallint as panels from placed as p group by p.subscription_id) as n
    where d.subscription_id = n.subscription_id
    returning n.panels
  )
  select coalesce(sum(f.panels), 0)::integer into v_placed from found as f;
  return v_placed;
end
$$;
comment on function vpn.place(bigint[]) is
  'Gives those of p_subscription_ids that lack panels an access on panels that are enabled, not full, and in allowed places, at most one for each panel. Returns how many accesses it created; the caller must enqueue them, and holds the lock on the desired state.';
