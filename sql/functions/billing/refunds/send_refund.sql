-- The provider is asked to send money back if it can; else an operator does it in the provider's cabinet, see
-- ops.refunds_to_send.
create or replace function billing.send_refund(p_refund billing.refunds) returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  select outbox.enqueue(
    'payment.refund', format('refund:%s', p_refund.id), jsonb_build_object('refund_id', p_refund.id), 'refund',
    null, null, r.name
  )
  from billing.payments as p
  join billing.providers as r on r.name = p.provider and 'refund' = any (r.can)
  where p.id = p_refund.payment_id
$$;
comment on function billing.send_refund(billing.refunds) is
  'Makes the provider of a held refund send it; does nothing if no program can.';
