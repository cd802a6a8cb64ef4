create or replace function api.name_bot(p_bot_id bigint, p_username text) returns void
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  update app.bot as b
  set username = p_username
  where b.id = p_bot_id and b.username is distinct from p_username
$$;
comment on function api.name_bot(bigint, text) is
  'Takes the id of the bot and its name at Telegram, without @: payment pages lead back to it.';
