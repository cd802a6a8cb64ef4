create or replace view ops.payments as
select
  p.id as payment_id,
  p.received_at,
  p.provider,
  p.external_id,
  p.user_id,
  coalesce(p.gross, p.amount) as paid,
  coalesce(p.gross_currency, p.currency) as paid_currency,
  coalesce(p.fee, (
    select max(l.fee)
    from billing.provider_transactions as l
    where l.provider = p.provider
      and l.charge_id = p.external_id
      and l.kind = 'payment'
      and l.currency = coalesce(p.gross_currency, p.currency)
  )) as fee,
  p.amount as credited,
  p.currency,
  p.order_id,
  p.invoice_id,
  r.sent_back
from billing.payments as p
cross join lateral (
  select coalesce(sum(f.amount), 0)::bigint as sent_back
  from billing.refunds as f
  where f.payment_id = p.id and f.status = 'done'
) as r;
comment on view ops.payments is 'Money that arrived from providers.';
comment on column ops.payments.payment_id is 'The row of billing.payments.';
comment on column ops.payments.received_at is 'When it was booked, business time, UTC.';
comment on column ops.payments.provider is 'Through whom it came.';
comment on column ops.payments.external_id is 'The provider''s id of the charge.';
comment on column ops.payments.user_id is 'Whose balance it went to; null for money in suspense.';
comment on column ops.payments.paid is 'What the payer paid, minor units of paid_currency.';
comment on column ops.payments.paid_currency is 'Of paid and fee.';
comment on column ops.payments.fee is
  'What the provider kept of paid, by its report or its list, minor units of paid_currency; null when unknown.';
comment on column ops.payments.credited is 'What was credited, minor units of currency.';
comment on column ops.payments.currency is 'Of credited and sent_back.';
comment on column ops.payments.order_id is 'The order that it paid; null for money that fitted no open order.';
comment on column ops.payments.invoice_id is 'The invoice that it paid; null for money that came by none.';
comment on column ops.payments.sent_back is 'How much of credited was sent back, minor units of currency.';
