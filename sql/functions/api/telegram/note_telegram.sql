create or replace function api.note_telegram(p_problem text) returns void
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select outbox._note_telegram(p_problem)
$$;
comment on function api.note_telegram(text) is
  'Records the result of the bot''s look at Telegram''s webhook settings: the problem, or null for none; see outbox.telegram_look.';
