-- Books a payment exactly as it was read when the update was stored; nothing said later counts.
create or replace function inbox._book_event(
  p_event inbox.money_events,
  p_answered boolean,
  out outcome text,
  out amount bigint,
  out currency text,
  out balance bigint,
  out fulfilled_plan_title jsonb,
  out fulfilled_ends_at timestamptz,
  out renewed boolean,
  out user_id bigint
)
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  select b.*
  from inbox._book_payment(
    p_event.telegram_id,
    p_event.provider,
    p_event.external_id,
    case
      when p_event.invoice_payload ~* '^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$' then p_event.invoice_payload::uuid
    end,
    p_event.amount,
    p_event.currency,
    p_answered
  ) as b
$$;
comment on function inbox._book_event(inbox.money_events, boolean) is
  'Books the payment of an event that names its charge, amount and currency; see inbox._book_payment.';
