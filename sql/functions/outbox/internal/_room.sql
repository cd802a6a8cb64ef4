-- What the limits of a topic leave for one claim. Refill and spending of the token bucket use the same
-- moment, p_now; with two clocks the bucket stays some per cent under its rate. Lanes in flight are counted
-- among those whose time lies within a lease: with them are some that rest or back off, of which a breaker
-- and a rate leave few.
create or replace function outbox._room(
  p_topic outbox.topics, p_now timestamptz, p_limit integer, out room integer, out next_in double precision
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_tokens double precision;
begin
  if not app.is_open() then
    room := 0;
    next_in := 5;
    return;
  end if;

  room := p_limit;
  if p_topic.paused_until > p_now then
    room := 0;
    next_in := extract(epoch from least(p_topic.paused_until, p_now + '1 hour') - p_now)::double precision;
    return;
  end if;

  if p_topic.failures >= p_topic.breaker_failures then
    if p_topic.retry_at > p_now then
      room := 0;
      next_in := extract(epoch from p_topic.retry_at - p_now)::double precision;
      return;
    end if;
    room := least(room, 1);
  end if;

  if p_topic.concurrency is not null then
    room := least(room, p_topic.concurrency - (
      select count(*)::integer
      from outbox.lanes as l
      where l.topic = p_topic.name and l.token is not null
        and l.ready_at > p_now and l.ready_at <= p_now + p_topic.lease and l.ready_at > '-infinity'
    ));
  end if;

  if p_topic.rate is not null then
    v_tokens := outbox._tokens(p_topic, p_now);
    room := least(room, floor(v_tokens)::integer);
    if v_tokens < 1 then
      next_in := (1 - v_tokens) / p_topic.rate;
    end if;
  end if;
end
$$;
comment on function outbox._room(outbox.topics, timestamptz, integer) is
  'Takes a topic, the moment and the most lanes wanted. Returns room: how many lanes may be leased, not above 0 for none, as while the shop is held or a release is being applied; next_in: seconds until it is worth asking again, null when only an ack changes it.';
