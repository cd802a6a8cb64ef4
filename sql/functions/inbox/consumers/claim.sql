-- Leases due lanes of a topic; see outbox._claim. Events that could not be queued when they were stored are queued
-- first.
create or replace function inbox.claim(p_topic text, p_limit integer, p_without text[] default null)
returns json
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if exists (select from inbox.unqueued as u where u.topic = p_topic) then
    perform inbox._queue_waiting(p_topic);
  end if;
  return outbox._claim('bot', p_topic, p_limit, p_without);
end
$$;
comment on function inbox.claim(text, integer, text[]) is
  'Takes a topic of the bot, the maximum number of lanes to lease, and names of destinations to skip. Returns {token, lease and timeout in seconds, next_in: seconds until the next claim is worthwhile or null, destinations: {name: number of messages, ...}, messages: [[lane, id, kind, payload, attempt, reason to bury or null, error], ...] grouped by destination in the order of destinations, in order within each lane}; events as inbox.prepare_event returns them. Raises TK020.';
