-- Leases lanes of a topic that are due; see outbox._claim.
create or replace function outbox.claim(p_topic text, p_limit integer, p_without text[] default null)
returns json
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return outbox._claim('listener', p_topic, p_limit, p_without);
end
$$;
comment on function outbox.claim(text, integer, text[]) is
  'Takes a topic of the listener''s, the most lanes to lease, and names of destinations to pass over. Returns {token, lease and timeout in seconds, next_in: seconds until asking again makes sense or null, destinations: {name: number of messages, ...}, messages: [[lane, id, kind, payload, attempt, reason to bury or null, error], ...] in the order of these, those of a lane in order}. Raises TK020.';
