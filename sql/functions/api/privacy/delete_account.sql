-- Irrevocable, and so only with the token of a screen that said what is lost. A second tap finds nobody. Money that is
-- being sent back would come to nobody's balance if its provider refused it, so it is waited for. The last owner stays,
-- as in app.set_role.
create or replace function api.delete_account(p_telegram_id bigint, p_token text) returns table (outcome text)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant bigint := app.user_of(p_telegram_id);
  v_now record;
begin
  if exists (select from app.users as u where u.id = v_user_id and u.role is not null) then
    perform app.lock_roles();
  end if;
  perform billing.lock_user(v_user_id);
  select d.token, d.coming_back into v_now from app.deletion_of(v_user_id) as d;
  if v_now.coming_back is not null then
    return query select 'money_is_moving'::text;
    return;
  elsif app.is_last_owner(v_user_id) then
    return query select 'last_owner'::text;
    return;
  elsif v_now.token is distinct from p_token then
    return query select 'changed'::text;
    return;
  end if;
  update app.users as u set deleted_at = app.now(), role = null where u.id = v_user_id;
  perform billing.close_account(v_user_id);
  perform app.erase_identity(v_user_id);
  update app.users as u
  set identity_hash = sha256(convert_to(gen_random_uuid()::text, 'UTF8'))
  where u.id = v_user_id;
  perform app.record(format('user:%s', v_user_id), 'user.deleted', 'user', v_user_id, null, null);
  return query select 'deleted'::text;
end
$$;
comment on function api.delete_account(bigint, text) is
  'Deletes a user''s account: access ends, the balance is given up, the identity is erased; coming back is a new user. p_token: of api.deletion. outcome: deleted, changed (balance or subscriptions are not as the screen said), last_owner (somebody else has to be made an owner before), or money_is_moving (something is being sent back to him). Raises TK010 for an unknown user.';
