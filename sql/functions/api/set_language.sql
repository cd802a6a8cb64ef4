create or replace function api.set_language(p_telegram_id bigint, p_locale text) returns table (outcome text)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  update app.users as u
  set locale = p_locale, locale_chosen = true
  where u.id = app.user_of(p_telegram_id);
  outcome := 'ok';
  return next;
exception when check_violation or not_null_violation then
  -- The table's constraint is the list of languages.
  outcome := 'unknown_language';
  return next;
end
$$;
comment on function api.set_language(bigint, text) is
  'Sets the language that the user picked. outcome: ok or unknown_language. Raises TK010 for an unknown user.';
