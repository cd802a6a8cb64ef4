-- A request for a screen carries its time (machine time), so that the bot does not hold a chat forever when Telegram
-- does not answer. The function is inlined, because a hundred thousand requests are made when as many subscriptions
-- end.
create or replace function inbox._refresh_request(p_user_id bigint, p_screen text) returns jsonb
language sql
volatile
as $$
  select pg_catalog.jsonb_build_object('user_id', p_user_id, 'screen', p_screen, 'asked_at', pg_catalog.clock_timestamp())
$$;
comment on function inbox._refresh_request(bigint, text) is
  'Returns the payload of an inbox.refresh that redraws p_screen for a user; see app.refresh_screens.';
