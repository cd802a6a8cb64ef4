-- Leases lanes of a topic that are due; see outbox._claim.
create or replace function outbox.claim(p_topic text, p_limit integer)
returns json
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return outbox._claim('listener', p_topic, p_limit);
end
$$;
comment on function outbox.claim(text, integer) is
  'Takes a topic of the listener''s and the most lanes to lease. Returns {token, lease and timeout in seconds, next_in: seconds until asking again makes sense or null, messages: [[lane, id, kind, payload, attempt, reason to bury or null, error], ...] in order}. Raises TK020.';
