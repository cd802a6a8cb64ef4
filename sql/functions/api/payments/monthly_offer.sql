create or replace function api.monthly_offer(p_telegram_id bigint, p_order_token uuid)
returns table (provider text, amount bigint, currency text, credited_amount bigint)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select m.provider, m.amount, m.currency, m.credited_amount
  from billing.monthly_offer(app.user_of(p_telegram_id), p_order_token) as m
$$;
comment on function api.monthly_offer(bigint, uuid) is 'See billing.monthly_offer. Raises TK010 for an unknown user.';
