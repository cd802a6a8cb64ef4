-- Leases due lanes of a topic; see outbox._claim.
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
  'Takes a topic of the listener, the maximum number of lanes to lease, and names of destinations to skip. Returns {token, lease and timeout in seconds, next_in: seconds until the next claim is worthwhile or null, destinations: {name: number of messages, ...}, messages: [[lane, id, kind, payload, attempt, reason to bury or null, error], ...] grouped by destination in the order of destinations, in order within each lane}. Raises TK020.';
