create or replace function api.remove_method(p_telegram_id bigint, p_method_id bigint) returns boolean
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select billing.remove_method(app.user_of(p_telegram_id), p_method_id)
$$;
comment on function api.remove_method(bigint, bigint) is 'See billing.remove_method. Raises TK010 for an unknown user.';
