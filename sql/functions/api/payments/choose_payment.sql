create or replace function api.choose_payment(
  p_telegram_id bigint, p_remember boolean default null, p_balance_first boolean default null
) returns void
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select billing.choose_payment(app.user_of(p_telegram_id), p_remember, p_balance_first)
$$;
comment on function api.choose_payment(bigint, boolean, boolean) is
  'See billing.choose_payment. Raises TK010 for an unknown user.';
