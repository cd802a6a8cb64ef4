create or replace function api.pause_telegram(p_seconds double precision, p_chat_id bigint default null)
returns void
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select outbox.pause('telegram', p_seconds, p_chat_id::text, 'the bot was told 429')
$$;
comment on function api.pause_telegram(double precision, bigint) is
  'Telegram told the bot to wait: stops what the listener sends for p_seconds, to all chats or to one.';
