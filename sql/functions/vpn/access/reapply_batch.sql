-- Works in order of id, up to the first access that another transaction has locked. The next batch or the next minute
-- continues from there, so none is skipped and this step does not wait.
create or replace function vpn.reapply_batch(p_limit integer) returns jobs.step
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_asked vpn.reapplies;
  v_next bigint[];
  v_free bigint[];
  v_held bigint;
begin
  select r.* into v_asked
  from vpn.reapplies as r
  order by r.asked_at, r.panel_id
  limit 1
  for update skip locked;
  if not found then
    return (0, 0, false);
  end if;

  select array_agg(n.id) into v_next
  from (
    select a.id
    from vpn.access as a
    join vpn.desired as d on d.subscription_id = a.subscription_id
    where a.panel_id = v_asked.panel_id
      and d.present
      and a.id > v_asked.done_to
    order by a.id
    limit p_limit
  ) as n;
  if v_next is null then
    delete from vpn.reapplies as r where r.panel_id = v_asked.panel_id;
    return (0, 0, exists (select from vpn.reapplies));
  end if;

  select array_agg(f.id) into v_free
  from (
    select a.id
    from vpn.access as a
    join vpn.desired as d on d.subscription_id = a.subscription_id
    where a.id = any (v_next)
    order by a.id
    for no key update of d skip locked
  ) as f;
  select min(n.id) into v_held from unnest(v_next) as n (id) where n.id <> all (coalesce(v_free, '{}'));

  with pushed as (
    update vpn.desired as d
    set generation = d.generation + 1
    from vpn.access as a
    where a.id = any (v_free)
      and (v_held is null or a.id < v_held)
      and d.subscription_id = a.subscription_id
      and d.present
    returning d.subscription_id as id
  )
  select array_agg(p.id) into v_free from pushed as p;
  perform vpn.enqueue_apply(v_free, 'broadcast');
  update vpn.reapplies as r
  set
    done_to = coalesce(v_held - 1, v_next[cardinality(v_next)]),
    pushed = r.pushed + coalesce(cardinality(v_free), 0)
  where r.panel_id = v_asked.panel_id;
  return (coalesce(cardinality(v_free), 0), 0, v_held is distinct from v_next[1]);
end
$$;
comment on function vpn.reapply_batch(integer) is
  'Pushes up to p_limit accesses of a panel for which ops.reapply was called. Returns whether there are more that nobody has locked.';
