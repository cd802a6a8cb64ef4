create or replace view ops.money_events as
select
  e.id,
  e.kind,
  coalesce(e.outcome, 'waiting') as state,
  e.provider,
  e.external_id,
  e.amount,
  e.currency,
  i.user_id,
  p.id as payment_id,
  case when e.closed_at is null then date_trunc('second', clock_timestamp() - e.received_at) end as waits_for,
  e.attempts,
  e.last_error,
  e.received_at,
  e.closed_at,
  e.told_at
from inbox.money_events as e
left join app.telegram_identities as i on i.telegram_id = e.telegram_id
left join billing.payments as p on p.provider = e.provider and p.external_id = e.external_id
order by e.closed_at desc nulls first, e.received_at asc;
comment on view ops.money_events is
  'What events said about money. unclear and taken_back wait for select ops.settle_money_event(id, reason).';
comment on column ops.money_events.id is 'What ops.settle_money_event takes.';
comment on column ops.money_events.kind is 'payment, or refund (the provider has given it back).';
comment on column ops.money_events.state is
  'waiting (the job book_payments tries it every minute); unclear (something is missing: ask the provider); refunded (a payment that the provider returned, and that is booked); taken_back (it returned one that we do not have, or in another currency than was paid); settled (an operator did); else how a payment was booked, see billing.receive_payment.';
comment on column ops.money_events.provider is 'As in billing.payments.';
comment on column ops.money_events.external_id is 'The provider''s id of the charge; null when the event does not say.';
comment on column ops.money_events.amount is 'As the event said, minor units of currency; null when it did not.';
comment on column ops.money_events.currency is
  'Of amount, as the event said, which may be one that the shop does not know.';
comment on column ops.money_events.user_id is 'Who paid; null when the event does not say, or he is no user.';
comment on column ops.money_events.payment_id is 'The payment, once it is booked.';
comment on column ops.money_events.waits_for is 'How long it has waited, machine time; null when it is closed.';
comment on column ops.money_events.attempts is 'How often booking it failed.';
comment on column ops.money_events.last_error is 'Why it failed the last time; null when it never did.';
comment on column ops.money_events.received_at is 'When the event was stored, machine time, UTC.';
comment on column ops.money_events.closed_at is
  'When it was booked or settled, machine time, UTC; null while it waits.';
comment on column ops.money_events.told_at is 'When the payer was told, machine time, UTC; null when he was not.';
