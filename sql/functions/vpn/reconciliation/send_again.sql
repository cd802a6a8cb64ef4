-- This function decides nothing: an access is sent as desired when its message goes out, and an account is removed
-- only if no access has its key then. What another transaction has locked is handled next time.
create or replace function vpn.send_again(p_limit integer) returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_ids bigint[];
  v_former bigint[];
begin
  if not exists (select from vpn.drift as r where r.state = 'due') then
    return 0;
  end if;
  with next as (
    select a.id
    from vpn.drift as r
    join vpn.access as a on a.id = r.access_id
    join vpn.desired as d on d.subscription_id = a.subscription_id
    where r.state = 'due'
    order by a.id
    limit p_limit
    for no key update of d skip locked
  ),
  marked as (
    update vpn.access as a set differs = true from next as n where a.id = n.id
  )
  select array_agg(n.id) into v_ids from next as n;
  select array_agg(n.former_id) into v_former
  from (
    select r.former_id from vpn.drift as r where r.state = 'due' and r.former_id is not null order by r.former_id limit p_limit
  ) as n;

  update vpn.drift as r set state = 'sent' where r.state = 'due' and (r.access_id = any (v_ids) or r.former_id = any (v_former));
  perform vpn.enqueue_accesses(v_ids, 'broadcast');
  perform outbox.enqueue_batch(
    'vpn.remove', array_agg(format('former:%s', f.access_id)),
    array_agg(jsonb_build_object('access_id', f.access_id)),
    array_agg(format('vpn.remove:%s', f.access_id)), null, null, array_agg(p.code)
  )
  from vpn.former_access as f
  join vpn.panels as p on p.id = f.panel_id
  where f.access_id = any (v_former)
  having count(*) > 0;
  return coalesce(cardinality(v_ids), 0) + coalesce(cardinality(v_former), 0);
end
$$;
comment on function vpn.send_again(integer) is
  'Sends again, or removes, up to p_limit accesses and accounts of vpn.drift that are due. Returns how many.';
