-- The entry point from a conversation with a user. It returns only the id: a Telegram id is personal data, and all
-- other operator functions take the user's id.
create or replace function ops.find_user(p_telegram_id bigint) returns bigint
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select i.user_id from app.telegram_identities as i where i.telegram_id = p_telegram_id
$$;
comment on function ops.find_user(bigint) is 'Returns the id of the user with this Telegram id; null if there is none.';
