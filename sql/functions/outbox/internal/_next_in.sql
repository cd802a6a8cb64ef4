-- A consumer sleeps until there is something to claim: not at all when there was more than it could take,
-- until the next lane's time when nothing is due. What is not there yet will ring.
create or replace function outbox._next_in(p_topic outbox.topics, p_now timestamptz, p_more boolean)
returns double precision
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
set enable_sort = off
as $$
declare
  v_ready_at timestamptz;
begin
  if p_more then
    return 0.0::double precision;
  end if;
  select l.ready_at into v_ready_at
  from outbox.lanes as l
  where l.topic = p_topic.name and l.ready_at >= p_now and l.ready_at > '-infinity'
  order by l.ready_at
  limit 1;
  return extract(epoch from least(v_ready_at, p_now + '1 hour') - p_now)::double precision;
end
$$;
comment on function outbox._next_in(outbox.topics, timestamptz, boolean) is
  'Takes a topic, the moment of the claim, and whether it took all it could; returns seconds.';
