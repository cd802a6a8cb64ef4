-- A panel that cannot change the uuid of an account would have to delete an adopted one and create it again, and then
-- lose its address whenever an answer is lost in between. So the access takes the uuid of the account. Keys that were
-- replaced meanwhile are to end, and are not taken: then the account was created again.
create or replace function vpn.take_over_keys(p_lanes text[], p_results jsonb[]) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  update vpn.access as a
  set uuid = n.uuid
  from (
    select r.lane::bigint as access_id, (r.result ->> 'uuid')::uuid as uuid
    from unnest(p_lanes, p_results) as r (lane, result)
    where r.result ? 'uuid'
  ) as n
  where a.id = n.access_id
    and a.adopt
    and a.former = '{}'
    and not exists (select from vpn.access as o where o.uuid = n.uuid)
    and not exists (select from vpn.former_access as f where f.uuid = n.uuid);
end
$$;
comment on function vpn.take_over_keys(text[], jsonb[]) is
  'Takes access ids and results as vpn.applied_batch does. Gives accesses that adopted an account (vpn.access.adopt) the uuid that the panel says it kept, unless another access has or had it. The caller holds the lock on the desired state.';
