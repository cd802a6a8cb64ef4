create or replace function vpn.free_panels()
returns table (panel_id bigint, code text, country text, weight integer, room integer)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select p.id, p.code, p.country, p.weight, p.capacity - used.count
  from vpn.panels as p
  left join lateral (
    select count(*)::integer as count
    from (
      select
      from vpn.access as a
      join vpn.desired as d on d.subscription_id = a.subscription_id
      where a.panel_id = p.id and d.present
      limit p.capacity
    ) as a
  ) as used on p.capacity is not null
  where p.enabled and (p.capacity is null or used.count < p.capacity)
$$;
comment on function vpn.free_panels() is
  'Returns the panels on which access may be placed, with their free capacity; null for no limit.';
