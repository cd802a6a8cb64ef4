-- Leases lanes of a topic that are due; see outbox._claim. Events that could not be queued when they were stored are
-- queued before.
create or replace function inbox.claim(
  p_topic text, p_limit integer, p_without text[] default null, p_raw boolean default false
)
returns json
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_claim json;
begin
  if exists (select from inbox.unqueued as u where u.topic = p_topic) then
    perform inbox._queue_waiting(p_topic);
  end if;
  v_claim := outbox._claim('bot', p_topic, p_limit, p_without);
  return case when p_raw then v_claim else inbox._parsed(v_claim) end;
end
$$;
comment on function inbox.claim(text, integer, text[], boolean) is
  'Takes a topic of the bot''s, the most lanes to lease, names of destinations to pass over, and whether events are wanted as the bytes that came (inbox.prepare_event) or, as bots of 0.3 want them, parsed. Returns {token, lease and timeout in seconds, next_in: seconds until asking again makes sense or null, destinations: {name: number of messages, ...}, messages: [[lane, id, kind, payload, attempt, reason to bury or null, error], ...] in the order of these, those of a lane in order}. Raises TK020.';
