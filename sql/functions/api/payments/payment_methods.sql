create or replace function api.payment_methods(p_telegram_id bigint, p_amount bigint)
returns table (provider text, amount bigint, currency text, is_down boolean, can_remember boolean)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select m.provider, m.amount, m.currency, m.is_down, m.can_remember
  from billing.payment_methods(p_amount, billing.currency_of(app.user_of(p_telegram_id))) as m
$$;
comment on function api.payment_methods(bigint, bigint) is
  'Returns ways to pay for a top-up of p_amount, minor units of the user''s currency, see billing.payment_methods. Raises TK010 for an unknown user.';
