create or replace view ops.refunds_to_send as
select
  r.id as refund_id,
  p.provider,
  p.external_id,
  r.amount,
  r.currency,
  r.user_id,
  date_trunc('second', app.now() - r.created_at) as waits_for,
  r.actor,
  r.reason
from billing.refunds as r
join billing.payments as p on p.id = r.payment_id
where r.status = 'sending'
order by r.id;
comment on view ops.refunds_to_send is
  'Refunds that are held until they are sent to the payment external_id, amounts in minor units. Then select ops.refund_sent(refund_id, reason), or ops.refund_failed(refund_id, reason) when it cannot be sent.';
