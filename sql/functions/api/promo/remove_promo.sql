create or replace function api.remove_promo(p_telegram_id bigint) returns boolean
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  with removed as (
    delete from billing.promo_choices as h where h.user_id = app.user_of(p_telegram_id) returning h.user_id
  )

  select exists (select from removed)
$$;
comment on function api.remove_promo(bigint) is
  'Prices are those without a promo code again; orders keep what they were quoted. Returns whether the user had chosen one. Raises TK010 for an unknown user.';
