-- In PL/pgSQL, which keeps the plan, because every answer of a panel asks.
create or replace function vpn.without_message(p_access_ids bigint[]) returns bigint[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select array_agg(d.id)
    from unnest(p_access_ids) as d (id)
    where not exists (
      select
      from outbox.messages as m
      left join outbox.lanes as l on l.topic = m.topic and l.lane = m.lane and l.priority = m.priority
      where m.topic = 'vpn' and m.lane = d.id::text and (m.id > l.claimed_to) is not false
    )
  );
end
$$;
comment on function vpn.without_message(bigint[]) is
  'Returns those of p_access_ids that have no message waiting behind the one in flight; null for none. The caller holds the lock on the desired state.';
