create or replace function outbox._neighbours() returns integer
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$ select 5 $$;
comment on function outbox._neighbours() is
  'How many lanes that are refused with the same error count as one cause. If five in a hundred users have blocked the bot, that happens by chance once in three million.';
