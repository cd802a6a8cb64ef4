-- The way in, within the transaction that decides the effect. The lane is locked before the message draws
-- its id: ids of a lane grow in the order of commits, and the dedupe key is checked against what really
-- waits. A message in flight does not count as waiting, because it was prepared before this change.
create or replace function outbox.enqueue(
  p_kind text, p_lane text, p_payload jsonb default '{}', p_dedupe_key text default null,
  p_useful_until timestamptz default null
)
returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_topic constant text := outbox._topic_of(p_kind);
  v_taken_to bigint;
  v_id bigint;
begin
  insert into outbox.lanes as l (topic, lane, ready_at, waiting)
  values (v_topic, p_lane, clock_timestamp(), 1)
  on conflict (topic, lane) do update set waiting = l.waiting + 1
  returning coalesce(l.claimed_to, l.done_to) into v_taken_to;

  if p_dedupe_key is not null and exists (
    select
    from outbox.messages as m
    where m.topic = v_topic and m.lane = p_lane and m.dedupe_key = p_dedupe_key and m.id > v_taken_to
  ) then
    update outbox.lanes as l set waiting = l.waiting - 1 where l.topic = v_topic and l.lane = p_lane;
    return null;
  end if;

  insert into outbox.messages (topic, lane, kind, payload, dedupe_key, useful_until)
  values (v_topic, p_lane, p_kind, p_payload, p_dedupe_key, p_useful_until)
  returning id into v_id;
  return v_id;
end
$$;
comment on function outbox.enqueue(text, text, jsonb, text, timestamptz) is
  'Takes a kind, the lane, a payload, a dedupe key (null for none) and the business time after which the message is dropped (null for never). Returns the message''s id, or null when one with that key waits in the lane. Raises TK021 for an unknown kind.';
