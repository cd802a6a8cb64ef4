create or replace function api.resume_method(p_telegram_id bigint, p_method_id bigint) returns boolean
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select billing.resume_method(app.user_of(p_telegram_id), p_method_id)
$$;
comment on function api.resume_method(bigint, bigint) is 'See billing.resume_method. Raises TK010 for an unknown user.';
