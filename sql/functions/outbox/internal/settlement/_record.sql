-- Records a message that will not be sent (or was sent, but its done hook failed). A dropped message follows a rule
-- that the business set at enqueue, so no hook is called. The dead hook is called for dead messages and for receivers
-- that are gone; the latter are routine and need no operator.
create or replace function outbox._record(
  p_message outbox.messages, p_attempts integer, p_reason text, p_error text
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_dropped constant boolean := p_reason in ('stale', 'in_doubt', 'gone');
  v_hook text;
  v_hook_error text;
begin
  select k.dead into v_hook from outbox.kinds as k where k.name = p_message.kind;
  if v_hook is not null and (not v_dropped or p_reason = 'gone') then
    v_hook_error := outbox._dead(v_hook, p_message.lane, p_message.payload, p_reason, p_error);
  end if;
  insert into outbox.dead_letters
    (id, topic, destination, lane, priority, kind, payload, useful_until, enqueued_at, attempts, dropped, reason,
    error, hook_error)
  select
    p_message.id, p_message.topic, d.name, p_message.lane, p_message.priority, p_message.kind, p_message.payload,
    p_message.useful_until, p_message.enqueued_at, p_attempts, v_dropped, p_reason, p_error, v_hook_error
  from outbox.lanes as l
  join outbox.destinations as d on d.id = l.destination
  where l.topic = p_message.topic and l.lane = p_message.lane and l.priority = p_message.priority;
end
$$;
comment on function outbox._record(outbox.messages, integer, text, text) is
  'Takes a message, its attempts, a reason of outbox.dead_letters and the error. Writes the dead letter and calls the dead hook.';
