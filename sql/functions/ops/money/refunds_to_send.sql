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
  'Refunds that are held until they are sent. Then select ops.refund_sent(refund_id, reason), or ops.refund_failed(refund_id, reason) when one cannot be sent.';
comment on column ops.refunds_to_send.refund_id is 'What these functions take.';
comment on column ops.refunds_to_send.provider is 'Through whom the payment came, and goes back.';
comment on column ops.refunds_to_send.external_id is 'The provider''s id of the payment to which it is sent.';
comment on column ops.refunds_to_send.amount is 'What is to be sent, minor units of currency.';
comment on column ops.refunds_to_send.currency is 'Of amount.';
comment on column ops.refunds_to_send.user_id is 'Who gets it.';
comment on column ops.refunds_to_send.waits_for is 'How long it has waited, business time.';
comment on column ops.refunds_to_send.actor is 'Who decided it, as in app.audit.';
comment on column ops.refunds_to_send.reason is 'Why.';
