-- Adds a message within the transaction that decides the effect. The function locks the lane before the message draws
-- its id. Therefore ids in a lane grow in the order of commits, and the dedupe key is checked against the messages
-- that are really waiting. A message in flight does not count as waiting, because it was prepared before this change.
create or replace function outbox.enqueue(
  p_kind text, p_lane text, p_payload jsonb default '{}', p_dedupe_key text default null,
  p_useful_until timestamptz default null, p_priority outbox.priority default null, p_destination text default null
)
returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
declare
  v_topic text;
  v_priority outbox.priority;
  v_destination bigint;
  v_taken_to bigint;
  v_id bigint;
begin
  select k.topic, coalesce(p_priority, k.priority), d.id into v_topic, v_priority, v_destination
  from outbox.kinds as k
  left join outbox.destinations as d on d.topic = k.topic and d.name = coalesce(p_destination, 'main')
  where k.name = p_kind;
  if v_destination is null then  -- it is new, or the kind is unknown
    v_destination := outbox._destination((outbox._kind(p_kind)).topic, coalesce(p_destination, 'main'));
  end if;

  insert into outbox.lanes as l (topic, lane, priority, destination, ready_at, waiting)
  values (v_topic, p_lane, v_priority, v_destination, clock_timestamp(), 1)
  on conflict (topic, lane, priority) do update
  set
    waiting = l.waiting + 1,
    destination = case when p_destination is null then l.destination else excluded.destination end
  returning coalesce(l.claimed_to, l.done_to) into v_taken_to;

  if p_dedupe_key is not null and exists (
    select
    from outbox.messages as m
    where m.topic = v_topic and m.lane = p_lane and m.priority = v_priority
      and m.dedupe_key = p_dedupe_key and m.id > v_taken_to
  ) then
    update outbox.lanes as l
    set waiting = l.waiting - 1
    where l.topic = v_topic and l.lane = p_lane and l.priority = v_priority;
    return null;
  end if;

  insert into outbox.messages (topic, lane, priority, kind, payload, dedupe_key, useful_until)
  values (v_topic, p_lane, v_priority, p_kind, p_payload, p_dedupe_key, p_useful_until)
  returning id into v_id;
  perform pg_notify('outbox_' || v_topic, '');
  if p_kind in ('telegram.notice', 'billing.notice') then
    perform app.note_told(array[p_payload]);
  end if;
  return v_id;
end
$$;
comment on function outbox.enqueue(text, text, jsonb, text, timestamptz, outbox.priority, text) is
  'Takes a kind, the lane, a payload, a dedupe key (null for none), the business time after which the message is dropped (null for never), its priority (null for the default of the kind) and its destination (null for the destination of the lane''s other messages, else main). Returns the message''s id, or null when a message with that key and priority is already waiting in the lane. Raises TK021 for an unknown kind.';
