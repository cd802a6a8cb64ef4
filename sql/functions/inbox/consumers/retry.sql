-- Puts back a message that could not be processed now; see outbox._retry.
create or replace function inbox.retry(
  p_topic text, p_lane text, p_id bigint, p_token bigint, p_error text,
  p_after double precision default null, p_whole_topic boolean default false, p_in_doubt boolean default false,
  p_cause text default null
)
returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return outbox._retry(
    'bot', p_topic, p_lane, p_id, p_token, p_error, p_after, p_whole_topic, p_in_doubt, p_cause
  );
end
$$;
comment on function inbox.retry(
  text, text, bigint, bigint, text, double precision, boolean, boolean, text
) is
  'Takes a topic of the bot, a message as handed out, and the error; the seconds that the other side asked to wait, or null for the topic''s backoff; whether they concern the whole destination; whether the call may have taken effect; and the cause, see outbox._retry. Returns waiting, dead, dropped, or lost when the token is stale. Raises TK020.';
