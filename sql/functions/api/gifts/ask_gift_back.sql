create or replace function api.ask_gift_back(p_telegram_id bigint, p_gift_id bigint) returns table (
  outcome text, amount bigint, currency text, balance bigint
)
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select b.outcome, b.amount, b.currency, b.balance
  from billing.ask_gift_back(app.user_of(p_telegram_id), p_gift_id) as b
$$;
comment on function api.ask_gift_back(bigint, bigint) is
  'See billing.ask_gift_back. outcome: returned, already_returned, taken or unknown; amounts in minor units. Raises TK010 for an unknown user.';
