-- All functions behind the api use user ids; only Telegram uses Telegram ids.
create or replace function app.user_of(p_telegram_id bigint) returns bigint
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id bigint;
begin
  select t.user_id into v_user_id from app.telegram_identities as t where t.telegram_id = p_telegram_id;
  if not found then
    raise exception using
      errcode = 'TK010',
      message = 'unknown user',
      detail = 'No user has this Telegram id: /start was never sent, or the identity was erased.',
      hint = 'api.start() creates a user.';
  end if;
  return v_user_id;
end
$$;
comment on function app.user_of(bigint) is 'Returns the user of a Telegram id. Raises TK010 for an unknown one.';
