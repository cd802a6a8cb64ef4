-- Gives up a message; see outbox._bury.
create or replace function inbox.bury(
  p_topic text, p_lane text, p_id bigint, p_token bigint, p_reason text, p_error text
)
returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return outbox._bury(outbox._topic('bot', p_topic), p_lane, p_id, p_token, p_reason, p_error);
end
$$;
comment on function inbox.bury(text, text, bigint, bigint, text, text) is
  'Takes a topic of the bot, a message as handed out, a reason of outbox.dead_letters and the error. Returns dead, dropped, waiting when the message is kept, or lost when the token is stale. Raises TK020; 40001 when the lease ends meanwhile: repeat the call.';
