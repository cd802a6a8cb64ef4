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
  -- In order of id, as acks lock them.
  select array_agg(h.subscription_id) into v_ids
  from (
    select a.subscription_id
    from vpn.access as a
    join vpn.panels as p on p.id = a.panel_id
    where p.code = p_panel and a.desired_present
    order by a.subscription_id
    for no key update of a
  ) as h;
  update vpn.access as a
  set desired_generation = a.desired_generation + 1
  where a.subscription_id = any (v_ids);
  perform vpn.enqueue_apply(v_ids);
  return coalesce(cardinality(v_ids), 0);
end
$$;
comment on function ops.reapply(text) is
  'Takes the code of a panel and pushes every access that it should have once more; returns how many.';
