create or replace function outbox._note_telegram(p_problem text) returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  insert into outbox.telegram_look as l (looked_at, problem)
  values (clock_timestamp(), p_problem)
  on conflict (only_one) do update set looked_at = excluded.looked_at, problem = excluded.problem
$$;
comment on function outbox._note_telegram(text) is
  'Records the result of the bot''s look at Telegram''s webhook settings: the problem, or null for none; see outbox.telegram_look.';
