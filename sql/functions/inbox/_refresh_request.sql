-- A screen that is asked for says since when, by the machine's time: the bot does not hold a chat for it for ever where
-- Telegram does not answer. Inlined, for a hundred thousand are asked for when as many subscriptions end.
create or replace function inbox._refresh_request(p_user_id bigint, p_screen text) returns jsonb
language sql
volatile
as $$
  select pg_catalog.jsonb_build_object('user_id', p_user_id, 'screen', p_screen, 'asked_at', pg_catalog.clock_timestamp())
$$;
comment on function inbox._refresh_request(bigint, text) is
  'The payload of an inbox.refresh: p_screen of a user is to be drawn anew, see app.refresh_screens.';
