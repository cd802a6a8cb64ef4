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
comment on view ops.payments is
  'Money that arrived: what was paid and what the provider kept of it (by its report or its list; null when unknown), in minor units of paid_currency; what was credited, and how much of that was sent back, in minor units of currency. user_id is null for money in suspense.';
