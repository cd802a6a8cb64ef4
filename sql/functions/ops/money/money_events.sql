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
  'What events said about money, amounts in minor units. waiting: the job book_payments tries it every minute, last_error says why it failed. unclear: something is missing, ask the provider. refunded: the provider returned the payment, and that is booked. taken_back: the provider returned a payment that we do not have. unclear and taken_back wait for select ops.settle_money_event(id, reason).';
