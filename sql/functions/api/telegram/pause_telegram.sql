create or replace function api.pause_telegram(p_seconds double precision, p_chat_id bigint default null)
returns void
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select outbox.pause('telegram', p_seconds, p_chat_id::text, 'Telegram told the bot 429', 'main')
$$;
comment on function api.pause_telegram(double precision, bigint) is
  'Telegram told the bot to wait. For p_seconds nothing is sent to the chat or, without a chat, nothing calls Telegram at all, neither for notices nor for answers to taps.';
