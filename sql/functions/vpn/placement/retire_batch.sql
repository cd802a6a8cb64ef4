-- By panel, in the order of its index: nearly always none is being drained, and sorting the accesses of all would read
-- all.
create or replace function vpn.retire_batch(p_limit integer) returns bigint[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_ids bigint[];
begin
  select array_agg(n.subscription_id) into v_ids
  from (
    select d.subscription_id
    from vpn.panels as p
    cross join lateral (
      select a.subscription_id
      from vpn.access as a
      where a.panel_id = p.id and a.state = 'serving'
      order by a.id
      limit p_limit
    ) as a
    join vpn.desired as d on d.subscription_id = a.subscription_id
    where p.draining
    limit p_limit
    for no key update of d skip locked
  ) as n;
  perform vpn.retire(v_ids, p.id) from vpn.panels as p where p.draining;
  return v_ids;
end
$$;
comment on function vpn.retire_batch(integer) is
  'Retires up to p_limit accesses on panels that are being drained, see vpn.retire. Returns their subscriptions, null for none.';
