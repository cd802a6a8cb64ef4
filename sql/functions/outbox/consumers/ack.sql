-- Removes completed messages from the outbox; see outbox._ack.
create or replace function outbox.ack(
  p_topic text, p_lanes text[], p_ids bigint[], p_tokens bigint[], p_results jsonb[]
)
returns integer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return outbox._ack('listener', p_topic, p_lanes, p_ids, p_tokens, p_results);
end
$$;
comment on function outbox.ack(text, text[], bigint[], bigint[], jsonb[]) is
  'Takes a topic of the listener and completed messages: lane, id, token, result (null for none), in order within each lane. Returns how many were acknowledged; messages with a stale token are left alone. Raises TK020; 40001 when a lease ends meanwhile: repeat the call.';
