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
  'Takes the id at Telegram of the bot that starts. After another one than before, no chat has a screen until this one has sent it.';
