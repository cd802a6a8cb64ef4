create or replace function api.move_method(p_telegram_id bigint, p_method_id bigint) returns void
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select billing.move_method(app.user_of(p_telegram_id), p_method_id)
$$;
comment on function api.move_method(bigint, bigint) is 'See billing.move_method. Raises TK010 for an unknown user.';
