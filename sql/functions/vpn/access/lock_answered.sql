create or replace function vpn.lock_answered(p_answers vpn.answer[]) returns bigint[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_ids bigint[];
begin
  perform
  from vpn.desired as d
  where d.subscription_id in (
    select a.subscription_id from unnest(p_answers) as n join vpn.access as a on a.id = n.access_id
  )
  order by d.subscription_id
  for no key update;

  select array_agg(distinct d.subscription_id) into v_ids
  from unnest(p_answers) as n
  join vpn.access as a on a.id = n.access_id
  join vpn.desired as d on d.subscription_id = a.subscription_id;
  if exists (
    select
    from unnest(p_answers) as n
    join vpn.access as a on a.id = n.access_id
    join vpn.desired as d on d.subscription_id = a.subscription_id
    where n.generation > d.generation
  ) then
    raise exception using
      errcode = '23514', message = 'a panel answered for a generation that was never desired',
      hint = 'See vpn.desired.generation.';
  end if;
  return v_ids;
end
$$;
comment on function vpn.lock_answered(vpn.answer[]) is
  'Locks the desired state of the subscriptions that the answers concern, by id, and returns their ids, null for none. Raises 23514 for a generation that was never desired.';
