-- A consumer that stops gives back the messages it has not begun. That costs them no attempt.
create or replace function outbox._release(p_consumer text, p_topic text, p_lanes text[], p_tokens bigint[])
returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_topic constant outbox.topics := outbox._topic(p_consumer, p_topic);
  v_count integer;
begin
  with held as materialized (
    select l.lane, l.token
    from unnest(p_lanes, p_tokens) as a (lane, token)
    join outbox.lanes as l on l.topic = v_topic.name and l.lane = a.lane and l.token = a.token
    order by l.lane
    for update of l
  )
  update outbox.lanes as l
  set token = null, claimed_to = null, ready_at = clock_timestamp(), attempts = greatest(l.attempts - 1, 0)
  from held as h
  where l.topic = v_topic.name and l.lane = h.lane and l.token = h.token;
  get diagnostics v_count = row_count;
  if v_count > 0 then
    perform pg_notify('outbox_' || p_topic, '');
  end if;
  return v_count;
end
$$;
comment on function outbox._release(text, text, text[], bigint[]) is
  'Takes a consumer, one of its topics, and lanes with their tokens. Frees the lanes whose token is not stale, wakes other consumers, and returns how many were freed. Raises TK020.';
