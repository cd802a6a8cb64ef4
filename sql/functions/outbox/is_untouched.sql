-- Nobody has tried to send it, and nobody will before the caller's transaction ends, because the lane stays locked;
-- what is prepared after that is as the caller has left it.
create or replace function outbox.is_untouched(p_topic text, p_lane text, p_kind text, p_payload jsonb) returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform from outbox.lanes as l where l.topic = p_topic and l.lane = p_lane order by l.priority for no key update;
  return exists (
    select
    from outbox.lanes as l
    join outbox.messages as m on m.topic = l.topic and m.lane = l.lane and m.priority = l.priority and m.id > l.done_to
    where l.topic = p_topic and l.lane = p_lane
      and l.token is null and l.attempts = 0 and l.last_error is null
      and m.kind = p_kind and m.payload @> p_payload
  );
end
$$;
comment on function outbox.is_untouched(text, text, text, jsonb) is
  'Whether a message of the kind whose payload contains p_payload waits in a lane and no consumer has had it. Locks the lane: call it after all locks of the business.';
