-- For bots of release 0.2, until release 0.4: which charge they mean is believed, and nothing else that they say of it.
create or replace function api.payment_received(
  p_telegram_id bigint,
  p_provider text,
  p_external_id text,
  p_order_token uuid,
  p_amount bigint,
  p_currency text
) returns table (
  outcome text,
  amount bigint,
  currency text,
  balance bigint,
  fulfilled_plan_title text,
  fulfilled_ends_at timestamptz,
  renewed boolean
)
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select
    b.outcome, b.amount, b.currency, b.balance, b.fulfilled_plan_title, b.fulfilled_ends_at, b.renewed
  from api.book_payment(p_provider, p_external_id) as b
$$;
comment on function api.payment_received(bigint, text, text, uuid, bigint, text) is
  'See api.book_payment, which takes its place.';
