create or replace function billing.sync_method(p_method_id bigint) returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  select outbox.enqueue(
    'payment.sync_method', format('method:%s', m.id),
    jsonb_build_object('method_id', m.id, 'telegram_id', t.telegram_id), 'sync', null, null, m.provider
  )
  from billing.payment_methods as m
  left join app.telegram_identities as t on t.user_id = m.user_id
  where m.id = p_method_id
$$;
comment on function billing.sync_method(bigint) is
  'Tells a provider what became of a payment method, as it is when the message is sent, see billing.prepare_method.';
