-- Works in order of id, up to the first access that another transaction has locked, see vpn.reapply_batch.
create or replace function vpn.reissue_batch(p_limit integer) returns jobs.step
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_asked vpn.reissues;
  v_next bigint[];
  v_free bigint[];
  v_held bigint;
begin
  select r.* into v_asked from vpn.reissues as r order by r.asked_at, r.panel_id limit 1 for update skip locked;
  if not found then
    return (0, 0, false);
  end if;
  select array_agg(n.id) into v_next
  from (
    select a.id
    from vpn.access as a
    where a.panel_id = v_asked.panel_id and a.state <> 'leaving' and a.id > v_asked.done_to
    order by a.id
    limit p_limit
  ) as n;
  if v_next is null then
    delete from vpn.reissues as r where r.panel_id = v_asked.panel_id;
    return (0, 0, exists (select from vpn.reissues));
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
  v_free := array(select f.id from unnest(v_free) as f (id) where v_held is null or f.id < v_held);

  perform vpn.notify_new_keys(v_free, v_asked);
  perform vpn.replace_keys(v_free, 'broadcast');
  update vpn.reissues as r
  set done_to = coalesce(v_held - 1, v_next[cardinality(v_next)]), replaced = r.replaced + cardinality(v_free)
  where r.panel_id = v_asked.panel_id;
  return (cardinality(v_free), 0, v_held is distinct from v_next[1]);
end
$$;
comment on function vpn.reissue_batch(integer) is
  'Replaces the keys of up to p_limit accesses of a panel for which ops.reissue_panel was called. Returns whether there are more that nobody has locked.';
