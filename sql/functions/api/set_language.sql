create or replace function api.set_language(p_telegram_id bigint, p_locale text) returns table (outcome text)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant bigint := app.user_of(p_telegram_id);
  v_before text;
begin
  outcome := 'unknown_language';
  if not coalesce(p_locale = any (app.languages()), false) then
    return next;
    return;
  end if;
  select u.locale into v_before from app.users as u where u.id = v_user_id for no key update;
  update app.users as u
  set locale = p_locale, locale_chosen = true
  where u.id = v_user_id and (u.locale <> p_locale or not u.locale_chosen);
  if found then
    perform app.record(
      format('user:%s', v_user_id), 'user.language_chosen', 'user', v_user_id,
      jsonb_build_object('locale', v_before), jsonb_build_object('locale', p_locale)
    );
  end if;
  outcome := 'ok';
  return next;
end
$$;
comment on function api.set_language(bigint, text) is
  'Sets the language that the user picked. outcome: ok, or unknown_language for one that is not offered. Raises TK010 for an unknown user.';
