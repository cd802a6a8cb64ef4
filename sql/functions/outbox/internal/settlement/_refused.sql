-- Neighbours are evidence. When messages of several lanes are refused in a row with the same error and none succeeds,
-- the error is about us (another bot's token, a proxy), not about the receivers. The messages given up for it are
-- enqueued again, and the breaker lets through one message at a time until one succeeds.
create or replace function outbox._refused(p_destination outbox.destinations, p_lane text, p_error text)
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_since constant timestamptz := coalesce(p_destination.refused_since, clock_timestamp());
  v_lanes bigint;
begin
  select count(distinct d.lane) into v_lanes
  from outbox.dead_letters as d
  where d.topic = p_destination.topic
    and d.destination = p_destination.name
    and d.buried_at >= v_since
    and d.reason in ('rejected', 'gone')
    and d.error = p_error
    and d.lane <> p_lane;
  if v_lanes + 1 >= outbox._neighbours() then
    perform outbox._revive(p_destination, v_since, p_error);
    perform outbox._failed(p_destination, p_error, greatest(p_destination.breaker_failures, 1));
    return true;
  end if;

  if p_destination.failures >= p_destination.breaker_failures and p_destination.refused_since is not null then
    perform outbox._failed(p_destination, p_error);
    return true;
  end if;
  update outbox.destinations as d
  set failures = 0, retry_at = null, failing_since = null, failing_with = null, refused_since = v_since
  where d.id = p_destination.id
    and (d.refused_since is null or d.failures > 0);
  return false;
end
$$;
comment on function outbox._refused(outbox.destinations, text, text) is
  'Takes a destination with its limits as read before, the lane of a refused message, and the error. Returns whether so many were refused alike that the error says nothing about this message.';
