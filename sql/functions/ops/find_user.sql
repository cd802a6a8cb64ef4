-- The way in from a conversation with a user. Only the id comes out: a Telegram id is personal data, and everything
-- else that an operator does is done by the user's id.
create or replace function ops.find_user(p_telegram_id bigint) returns bigint
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select i.user_id from app.telegram_identities as i where i.telegram_id = p_telegram_id
$$;
comment on function ops.find_user(bigint) is 'Id of the user with this Telegram id; null for nobody.';
