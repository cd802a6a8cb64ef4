-- A destination is closed while it or its topic is paused, or while its breaker is open.
create or replace function outbox.closed_until(
  p_topic outbox.topics, p_destination outbox.destinations, p_now timestamptz
)
returns timestamptz
language sql
immutable
as $$
  select nullif(
    greatest(
      p_topic.paused_until, p_destination.paused_until, p_now,
      case
        when p_destination.failures >= coalesce(p_destination.breaker_failures, p_topic.breaker_failures)
          -- Later than that it was set by a clock that was ahead.
          and p_destination.retry_at - p_now
            < greatest(coalesce(p_destination.breaker_cooldown, p_topic.breaker_cooldown), p_topic.call_timeout)
            + interval '1 minute'
          then p_destination.retry_at
      end
    ),
    p_now
  )
$$;
comment on function outbox.closed_until(outbox.topics, outbox.destinations, timestamptz) is
  'Takes a topic, one of its destinations and the current time. Returns until when the destination is closed, null when it is open.';
