-- For a panel that forgot its users: restarted, restored from a backup, replaced. Every access there gets a
-- new generation, and the outbox brings the panel to what is desired.
create or replace function ops.reapply(p_panel text) returns integer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_ids bigint[];
begin
  with raised as (
    update vpn.access as a
    set desired_generation = a.desired_generation + 1
    from vpn.panels as p
    where p.id = a.panel_id and p.code = p_panel and a.desired_present
    returning a.subscription_id
  )
  select array_agg(r.subscription_id) into v_ids from raised as r;
  perform vpn.enqueue_apply(v_ids);
  return coalesce(cardinality(v_ids), 0);
end
$$;
comment on function ops.reapply(text) is
  'Takes the code of a panel and pushes every access that it should have once more; returns how many.';
