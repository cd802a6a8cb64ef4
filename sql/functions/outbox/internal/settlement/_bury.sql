-- Gives up a message, unless it must be kept; then it waits for the longest backoff, with the reason on record. The
-- dead hook locks rows of the business, so it runs before the lane is locked. If the lease is lost in between,
-- everything is rolled back.
create or replace function outbox._bury(
  p_topic outbox.topics, p_lane text, p_id bigint, p_token bigint, p_reason text, p_error text
)
returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_lane outbox.lanes;
  v_message outbox.messages;
  v_destination outbox.destinations;
  v_refused constant boolean := p_reason in ('rejected', 'gone');
  v_kept constant text := format('%s: %s', p_reason, p_error);
  v_systemic boolean := false;
begin
  perform app.await_release();
  select l.* into v_lane
  from outbox.lanes as l
  where l.topic = p_topic.name and l.lane = p_lane and l.token = p_token;
  select m.* into v_message
  from outbox.messages as m
  where m.topic = p_topic.name and m.lane = p_lane and m.priority = v_lane.priority and m.id = p_id;
  if v_message.id is null then
    return 'lost';
  end if;

  v_destination := outbox._with_limits(
    p_topic, (select d from outbox.destinations as d where d.id = v_lane.destination)
  );
  if p_reason <> 'stale' and outbox._keeps(v_message) then
    perform outbox._put_back(
      p_topic, p_lane, p_token, p_topic.backoff_max * (0.5 + random() / 2), null, v_lane.attempts,
      v_kept
    );
    if v_refused and outbox._refused_alike(v_destination, v_kept) then
      perform outbox._failed(v_destination, p_error);
    end if;
    return 'waiting';
  end if;
  if v_refused then
    v_systemic := outbox._refused(v_destination, p_lane, p_error);
  end if;
  if v_systemic then
    perform outbox._put_back(
      p_topic, p_lane, p_token, outbox._pause_after(p_topic, v_destination, 1, true), null, v_lane.attempts - 1,
      p_error
    );
    return 'waiting';
  end if;

  perform outbox._record(v_message, v_lane.attempts, p_reason, p_error);
  if (select f.done from outbox._finish(p_topic, array[p_lane], array[p_id], array[p_token], true) as f) <> 1 then
    raise serialization_failure using message = 'the lease was lost while the message was buried';
  end if;
  return case when p_reason in ('stale', 'in_doubt', 'gone') then 'dropped' else 'dead' end;
end
$$;
comment on function outbox._bury(outbox.topics, text, bigint, bigint, text, text) is
  'Takes a topic, a message as handed out, a reason of outbox.dead_letters and the error. Returns dead, dropped, waiting when the message is kept, or lost when the token is stale. Raises 40001 when the lease ends meanwhile: repeat the call.';
