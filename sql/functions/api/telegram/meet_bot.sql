create or replace function api.meet_bot(p_bot_id bigint) returns void
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  insert into app.bot as b (id, since) values (p_bot_id, '-infinity')
  on conflict (only_one) do update
  set id = excluded.id, since = app.now()
  where b.id <> excluded.id
$$;
comment on function api.meet_bot(bigint) is
  'Takes the Telegram id of the bot that starts. If it differs from the previous bot''s, no chat has a screen until this bot has sent one.';
