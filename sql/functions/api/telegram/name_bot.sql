create or replace function api.name_bot(p_bot_id bigint, p_name text) returns void
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  update app.bot as b
  set name = p_name
  where b.id = p_bot_id and b.name is distinct from p_name
$$;
comment on function api.name_bot(bigint, text) is
  'Takes the id of the bot and its name at Telegram, without @. Payment pages link back to it.';
