-- A function, because the planner would otherwise read all accesses once to find the panels that have some; and in the
-- order of the index, because it would read them one by one where it expects most of them to match.
create or replace function vpn.has_accesses(p_panel_id bigint) returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select a.id from vpn.access as a where a.panel_id = p_panel_id order by a.panel_id, a.state, a.id limit 1
  ) is not null;
end
$$;
comment on function vpn.has_accesses(bigint) is 'Whether a panel has accesses.';
