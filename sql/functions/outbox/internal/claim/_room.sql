-- What the limits of a destination leave for one claim. Refill and spending of the token bucket use the same time,
-- p_now; with two clocks the bucket stays some per cent below its rate. A lane counts as in flight when it has a
-- token and its time lies within a lease. That includes some lanes that rest or back off, but a breaker and a rate
-- leave few of those.
create or replace function outbox._room(
  p_topic outbox.topics, p_destination outbox.destinations, p_now timestamptz, p_limit integer,
  out room integer, out lower_room integer, out is_limited boolean, out next_in double precision
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_free integer;
  v_tokens double precision;
begin
  is_limited := p_destination.failures >= coalesce(p_destination.breaker_failures, p_topic.breaker_failures);
  room := case when is_limited then 1 else p_limit end;
  lower_room := room;
  if coalesce(p_destination.concurrency, p_topic.concurrency) is not null then
    select coalesce(p_destination.concurrency, p_topic.concurrency) - count(*)::integer into v_free
    from unnest(outbox._priorities()) as p (priority)
    join outbox.lanes as l
      on l.destination = p_destination.id and l.priority = p.priority and l.token is not null
      and l.ready_at > p_now and l.ready_at <= p_now + p_topic.lease and l.ready_at > '-infinity';
    room := greatest(least(room, v_free), 0);
    lower_room := greatest(least(room, v_free - coalesce(p_destination.concurrency, p_topic.concurrency) / 10), 0);
  end if;

  if coalesce(p_destination.rate, p_topic.rate) is not null then
    v_tokens := outbox._tokens(outbox._with_limits(p_topic, p_destination), p_now);
    room := greatest(least(room, floor(v_tokens)::integer), 0);
    lower_room := least(lower_room, room);
    is_limited := true;
    if v_tokens < 1 then
      next_in := (1 - v_tokens) / coalesce(p_destination.rate, p_topic.rate);
    end if;
  end if;
end
$$;
comment on function outbox._room(outbox.topics, outbox.destinations, timestamptz, integer) is
  'Takes a topic, one of its open destinations, the current time and the maximum number of lanes. Returns room: how many lanes may be leased; lower_room: how many of them may have a priority below answer, for which a tenth of the concurrency stays free; is_limited: whether what is handed out must be counted, because of a rate or an open breaker; next_in: seconds until the next claim is worthwhile, null when only an ack changes the result.';
