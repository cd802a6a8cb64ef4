-- What the limits of a destination leave for one claim. Refill and spending of the token bucket use the same time,
-- p_now; with two clocks the bucket stays some per cent below its rate. A lane counts as in flight when it has a
-- token and its time lies within a lease. That includes some lanes that rest or back off, but a breaker and a rate
-- leave few of those.
create or replace function outbox._room(
  p_topic outbox.topics, p_destination outbox.destinations, p_now timestamptz, p_limit integer,
  out room integer, out lower_room integer, out next_in double precision
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_free integer;
  v_tokens double precision;
begin
  room := p_limit;
  if p_destination.failures >= p_destination.breaker_failures then
    room := 1;
  end if;

  if p_destination.concurrency is not null then
    select p_destination.concurrency - count(*)::integer into v_free
    from unnest(enum_range(null::outbox.priority)) as p (priority)
    join outbox.lanes as l
      on l.destination = p_destination.id and l.priority = p.priority and l.token is not null
      and l.ready_at > p_now and l.ready_at <= p_now + p_topic.lease and l.ready_at > '-infinity';
    room := least(room, v_free);
  end if;

  if p_destination.rate is not null then
    v_tokens := outbox._tokens(p_destination, p_now);
    room := least(room, floor(v_tokens)::integer);
    if v_tokens < 1 then
      next_in := (1 - v_tokens) / p_destination.rate;
    end if;
  end if;
  room := greatest(room, 0);
  lower_room := greatest(least(room, v_free - p_destination.concurrency / 10), 0);
end
$$;
comment on function outbox._room(outbox.topics, outbox.destinations, timestamptz, integer) is
  'Takes a topic, an open destination with its limits, the current time and the maximum number of lanes. Returns room: how many lanes may be leased; lower_room: how many of them may have a priority below answer, for which a tenth of the concurrency stays free; next_in: seconds until the next claim is worthwhile, null when only an ack changes the result.';
