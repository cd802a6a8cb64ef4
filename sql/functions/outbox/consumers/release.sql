-- Gives back lanes that a consumer has not begun; see outbox._release.
create or replace function outbox.release(p_topic text, p_lanes text[], p_tokens bigint[])
returns integer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return outbox._release('listener', p_topic, p_lanes, p_tokens);
end
$$;
comment on function outbox.release(text, text[], bigint[]) is
  'Takes a topic of the listener and lanes with their tokens. Returns how many were freed; lanes with a stale token are left alone. Raises TK020.';
