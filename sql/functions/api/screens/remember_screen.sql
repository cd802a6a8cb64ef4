create or replace function api.remember_screen(p_telegram_id bigint, p_message_id bigint) returns void
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  update app.telegram_identities as i
  set screen_message_id = p_message_id, screen_at = app.now()
  where i.telegram_id = p_telegram_id
$$;
comment on function api.remember_screen(bigint, bigint) is
  'Records which message is the screen that the bot edits in place; null for none.';
