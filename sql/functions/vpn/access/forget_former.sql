-- Removes only what a panel says it has forgotten.
create or replace function vpn.forget_former(p_lanes text[], p_results jsonb[]) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  update vpn.access as a
  set former = array(
    select f.uuid
    from unnest(a.former) as f (uuid)
    where not exists (
      select
      from unnest(p_lanes, p_results) as n (lane, result)
      where n.lane = a.id::text and n.result -> 'forgot' ? f.uuid::text
    )
  )
  from unnest(p_lanes, p_results) as r (lane, result)
  where a.id = r.lane::bigint and a.former <> '{}' and r.result ? 'forgot';
end
$$;
comment on function vpn.forget_former(text[], jsonb[]) is
  'Takes access ids and results as vpn.applied_batch does. Removes from vpn.access.former what the panels have forgotten. The caller holds the lock on the desired state.';
