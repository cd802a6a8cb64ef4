-- A message that is given up. The dead hook locks rows of the business, so it runs before the lane is
-- locked; should the lease be lost in between, all is rolled back.
create or replace function outbox._bury(
  p_topic outbox.topics, p_lane text, p_id bigint, p_token bigint, p_reason text, p_error text
)
returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_message outbox.messages;
  v_attempts integer;
begin
  perform app.await_release();
  select m.* into v_message
  from outbox.messages as m
  where m.topic = p_topic.name and m.lane = p_lane and m.id = p_id;
  select l.attempts into v_attempts
  from outbox.lanes as l
  where l.topic = p_topic.name and l.lane = p_lane and l.token = p_token;
  if v_message.id is null or v_attempts is null then
    return 'lost';
  end if;

  perform outbox._record(v_message, v_attempts, p_reason, p_error);
  if outbox._finish(p_topic, array[p_lane], array[p_id], array[p_token], true) <> 1 then
    raise serialization_failure using message = 'the lease was lost while the message was buried';
  end if;
  if p_reason in ('rejected', 'gone', 'stale') then
    perform outbox._answered(p_topic);
  end if;
  return case when p_reason in ('stale', 'in_doubt', 'gone') then 'dropped' else 'dead' end;
end
$$;
comment on function outbox._bury(outbox.topics, text, bigint, bigint, text, text) is
  'Takes a topic, a message as handed out, a reason of outbox.dead_letters and the error. Returns dead, dropped, or lost when the token is stale. Raises 40001 when the lease ends meanwhile: repeat.';
