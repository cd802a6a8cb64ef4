create or replace function ops.test_broadcast(p_id bigint, p_telegram_id bigint) returns integer
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$ select broadcast.test(p_id, ops.find_user(p_telegram_id)) $$;
comment on function ops.test_broadcast(bigint, bigint) is
  'Sends each text of a broadcast to the person with this Telegram id. Returns how many; 0 for an unknown broadcast or person.';
