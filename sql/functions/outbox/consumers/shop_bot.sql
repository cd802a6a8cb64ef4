-- A listener that has another bot's token by mistake asks, so that it sends nothing.
create or replace function outbox.shop_bot() returns bigint
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select b.id from app.bot as b
$$;
comment on function outbox.shop_bot() is
  'Returns the Telegram id of the bot that takes updates for this shop; null where none has started yet.';
