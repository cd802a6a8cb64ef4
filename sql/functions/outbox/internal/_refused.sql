-- Neighbours are evidence. When one after the other is refused in the same words and nothing goes through, the
-- words are about us (another bot's token, a proxy), not about them: what was given up for it comes back, and the
-- breaker lets one message try until one succeeds.
create or replace function outbox._refused(p_topic outbox.topics, p_lane text, p_error text)
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  -- Refused in a row before it counts as one cause; at five of a hundred who blocked the bot, that is one chance
  -- in three million.
  c_neighbours constant integer := 5;
  v_since constant timestamptz := coalesce(p_topic.refused_since, clock_timestamp());
  v_lanes bigint;
begin
  select count(distinct d.lane) into v_lanes
  from outbox.dead_letters as d
  where d.topic = p_topic.name
    and d.buried_at >= v_since
    and d.reason in ('rejected', 'gone')
    and d.error = p_error
    and d.lane <> p_lane;
  if v_lanes + 1 >= c_neighbours then
    perform outbox._revive(p_topic.name, v_since, p_error);
    perform outbox._failed(p_topic, p_error, greatest(p_topic.breaker_failures, 1));
    return true;
  end if;

  if p_topic.failures >= p_topic.breaker_failures and p_topic.refused_since is not null then
    perform outbox._failed(p_topic, p_error);
    return true;
  end if;
  update outbox.topics as t
  set failures = 0, retry_at = null, failing_since = null, failing_with = null, refused_since = v_since
  where t.name = p_topic.name
    and (t.refused_since is null or t.failures > 0);
  return false;
end
$$;
comment on function outbox._refused(outbox.topics, text, text) is
  'Takes a topic as it was read before, the lane of a message that was refused, and the error. Returns whether so many were refused alike that it is no verdict about this one.';
