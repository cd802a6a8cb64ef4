-- A message that could not be sent now. A failure costs an attempt, delays the lane and counts towards the
-- topic's breaker; a wait that the other side asked for does none of that.
create or replace function outbox._retry(
  p_consumer text, p_topic text, p_lane text, p_id bigint, p_token bigint, p_error text,
  p_after double precision, p_whole_topic boolean, p_in_doubt boolean
)
returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_topic constant outbox.topics := outbox._topic(p_consumer, p_topic);
  v_now constant timestamptz := clock_timestamp();
  v_asked constant interval := case when p_after is not null then make_interval(secs => greatest(p_after, 0)) end;
  v_attempts integer;
  v_in_doubt text;
begin
  select l.attempts, k.in_doubt into v_attempts, v_in_doubt
  from outbox.lanes as l
  join outbox.messages as m on m.topic = l.topic and m.lane = l.lane and m.id = p_id
  join outbox.kinds as k on k.name = m.kind
  where l.topic = p_topic and l.lane = p_lane and l.token = p_token;
  if not found then
    return 'lost';
  end if;
  if p_in_doubt and v_in_doubt = 'drop' then
    return outbox._bury(v_topic, p_lane, p_id, p_token, 'in_doubt', p_error);
  end if;
  if v_asked is null and v_attempts >= v_topic.max_attempts then
    return outbox._bury(v_topic, p_lane, p_id, p_token, 'attempts', p_error);
  end if;

  update outbox.lanes as l
  set
    token = null,
    claimed_to = null,
    ready_at = v_now + case
      when v_asked is null then outbox._backoff(v_topic, v_attempts)
      when p_whole_topic then v_topic.lane_spacing
      else v_asked
    end,
    attempts = v_attempts - (v_asked is not null)::integer,
    last_error = p_error
  where l.topic = p_topic and l.lane = p_lane and l.token = p_token;
  if not found then
    return 'lost';
  end if;

  if v_asked is null then
    perform outbox._failed(v_topic);
  elsif p_whole_topic then
    perform outbox.pause(p_topic, p_after, null, p_error);
  end if;
  return 'waiting';
end
$$;
comment on function outbox._retry(
  text, text, text, bigint, bigint, text, double precision, boolean, boolean
) is
  'Takes a consumer, a topic of its own, a message as handed out, why it failed; seconds that the other side asked to wait, or null for the topic''s backoff; whether they concern the whole topic; whether the call may have taken effect. Returns waiting, dead (attempts used up), dropped (in doubt), or lost when the token is stale. Raises TK020.';
