-- Leases lanes of a topic that are due; see outbox._claim. Updates that could not be queued when they were stored are
-- queued before.
create or replace function inbox.claim(p_topic text, p_limit integer, p_without text[] default null)
returns json
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if exists (select from inbox.unqueued) then
    perform inbox._queue_waiting();
  end if;
  return outbox._claim('bot', p_topic, p_limit, p_without);
end
$$;
comment on function inbox.claim(text, integer, text[]) is
  'Takes a topic of the bot''s, the most lanes to lease, and names of destinations to pass over. Returns {token, lease and timeout in seconds, next_in: seconds until asking again makes sense or null, destinations: {name: number of messages, ...}, messages: [[lane, id, kind, payload, attempt, reason to bury or null, error], ...] in the order of these, those of a lane in order}. Raises TK020.';
