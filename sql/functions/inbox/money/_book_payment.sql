-- The single path that books a payment reported by an update, used by the bot and by the job (both through
-- inbox._book_event). It locks the events first, then the user's accounts.
create or replace function inbox._book_payment(
  p_telegram_id bigint,
  p_provider text,
  p_external_id text,
  p_order_token uuid,
  p_amount bigint,
  p_currency text,
  p_answered boolean default true,
  out outcome text,
  out amount bigint,
  out currency text,
  out balance bigint,
  out fulfilled_plan_title jsonb,
  out fulfilled_ends_at timestamptz,
  out renewed boolean,
  out user_id bigint
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform
  from inbox.money_events as e
  where e.provider = p_provider and e.external_id = p_external_id and e.closed_at is null and e.kind = 'payment'
  order by e.id
  for no key update;

  select i.user_id into user_id from app.telegram_identities as i where i.telegram_id = p_telegram_id;
  select r.outcome, r.amount, r.currency, r.fulfilled_plan_title, r.fulfilled_ends_at, r.renewed
  into outcome, amount, currency, fulfilled_plan_title, fulfilled_ends_at, renewed
  from billing.receive_payment(
    user_id, p_provider, p_external_id, p_order_token, p_amount, p_currency, p_answered
  ) as r;

  -- Money in suspense has no balance to show, unless the payer has become known meanwhile.
  select billing.balance_of(owner.id, p.currency) into balance
  from billing.payments as p
  left join billing.suspense as s on s.payment_id = p.id
  cross join lateral (select coalesce(p.user_id, s.user_id)) as owner (id)
  where p.provider = p_provider and p.external_id = p_external_id and owner.id is not null;

  update inbox.money_events as e
  set
    outcome = _book_payment.outcome,
    details = null,
    closed_at = clock_timestamp(),
    told_at = case when not p_answered then clock_timestamp() end
  where e.provider = p_provider and e.external_id = p_external_id and e.closed_at is null and e.kind = 'payment';
end
$$;
comment on function inbox._book_payment(bigint, text, text, uuid, bigint, text, boolean) is
  'See billing.receive_payment. p_telegram_id: the payer; null or a stranger''s id when not certain. p_answered: whether a screen will tell the payer (see inbox.event_done); if not, this function queues a notice. Closes the events of that charge. balance: null while the money is in suspense. user_id: null for a stranger.';
