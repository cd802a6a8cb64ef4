-- The bot answers every payment that it reports with a screen, so no notice is sent beside it, unless it turns out
-- that it could not (inbox._notify_payers).
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
    r.outcome,
    r.amount,
    r.currency,
    r.balance,
    billing.in_language(r.fulfilled_plan_title, u.locale),
    r.fulfilled_ends_at,
    r.renewed
  from inbox._book_payment(
    p_telegram_id, p_provider, p_external_id, p_order_token, p_amount, p_currency, true
  ) as r
  left join app.users as u on u.id = r.user_id
$$;
comment on function api.payment_received(bigint, text, text, uuid, bigint, text) is
  'See billing.receive_payment; an unknown Telegram id is a payer who is not certain. outcome: credited, repeated, credited_without_order or suspense; amounts in minor units; balance: null while the money is in suspense; fulfilled_plan_title and fulfilled_ends_at (UTC) when an order waited for the money and is bought, renewed when a renewal was.';
