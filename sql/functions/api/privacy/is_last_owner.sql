create or replace function api.is_last_owner(p_telegram_id bigint) returns boolean
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select app.is_last_owner(app.user_of(p_telegram_id))
$$;
comment on function api.is_last_owner(bigint) is
  'Whether nobody could look after the shop if this user deleted his account, see app.is_last_owner. Raises TK010 for an unknown user.';
