-- Puts back a message that could not be sent now. A failure costs an attempt, delays the lane and counts towards the
-- breaker of its destination. A wait that the other side asked for does none of these. When nobody answered, the
-- message keeps its attempt.
--
-- A kind unknown to this program may be known to the next release, so its message is given up only after hours. After
-- a refusal of our credentials, the lane waits as long as the destination, behind lanes that were not refused.
create or replace function outbox._retry(
  p_consumer text, p_topic text, p_lane text, p_id bigint, p_token bigint, p_error text,
  p_after double precision, p_whole_topic boolean, p_in_doubt boolean, p_cause text
)
returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_topic constant outbox.topics := outbox._topic(p_consumer, p_topic);
  v_asked constant interval := outbox._wait(p_after);
  v_costs constant boolean := v_asked is null and p_cause is distinct from 'unreached';
  v_destination outbox.destinations;
  v_attempts integer;
  v_head record;
  v_outcome text;
begin
  select d as destination, l.attempts, k.in_doubt, m.enqueued_at,
    k.tried_until = 'attempts' or k.tried_until = 'deadline' and m.useful_until is null as limited
  into v_head
  from outbox.lanes as l
  join outbox.messages as m on m.topic = l.topic and m.lane = l.lane and m.priority = l.priority and m.id = p_id
  join outbox.kinds as k on k.name = m.kind
  join outbox.destinations as d on d.id = l.destination
  where l.topic = p_topic and l.lane = p_lane and l.token = p_token;
  if not found then
    return 'lost';
  end if;
  v_destination := outbox._with_limits(v_topic, v_head.destination);
  if p_in_doubt and v_head.in_doubt = 'drop' then
    -- This costs only the message itself; but a destination that answers nobody does not get the next one.
    v_outcome := outbox._bury(v_topic, p_lane, p_id, p_token, 'in_doubt', p_error);
    if v_outcome <> 'lost' then
      perform outbox._failed(v_destination, p_error);
    end if;
    return v_outcome;
  end if;
  if v_costs and v_head.limited and v_head.attempts >= v_topic.max_attempts then
    return outbox._bury(v_topic, p_lane, p_id, p_token, 'attempts', p_error);
  end if;
  if p_cause = 'unknown' and v_head.enqueued_at < clock_timestamp() - interval '6 hours' then
    return outbox._bury(v_topic, p_lane, p_id, p_token, 'unknown', p_error);
  end if;

  v_attempts := v_head.attempts;
  if outbox._put_back(
    v_topic, p_lane, p_token,
    case
      when v_asked is null
        then outbox._pause_after(v_topic, v_destination, v_attempts, p_cause is not distinct from 'unreached')
      when p_whole_topic and p_cause is distinct from 'denied' then v_topic.lane_spacing
      else v_asked
    end,
    case when p_cause is null and not p_whole_topic then v_asked end,
    v_attempts - (not v_costs)::integer, p_error
  ) is null then
    return 'lost';
  end if;

  if v_asked is null then
    perform outbox._failed(v_destination, p_error);
  elsif p_whole_topic then
    perform outbox.pause(p_topic, p_after, null, p_error, v_destination.name);
  end if;
  if p_cause = 'denied' then
    perform outbox._failed(v_destination, p_error, 0);
  end if;
  return 'waiting';
end
$$;
comment on function outbox._retry(
  text, text, text, bigint, bigint, text, double precision, boolean, boolean, text
) is
  'Takes a consumer, one of its topics, a message as handed out, and the error; the seconds that the other side asked to wait, or null for the topic''s backoff; whether they concern the whole destination; whether the call may have taken effect; and the cause: unreached (nobody answered), denied (credentials), unknown (to this program), or null. Returns waiting, dead (given up), dropped (in doubt), or lost when the token is stale. Raises TK020.';
