create or replace function api.note_telegram(p_problem text) returns void
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select outbox._note_telegram(p_problem)
$$;
comment on function api.note_telegram(text) is
  'The bot has asked Telegram where updates go: keeps what was wrong, null for nothing, see outbox.telegram_look.';
