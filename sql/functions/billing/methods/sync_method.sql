-- From here on the provider of a subscription may have been told to stop, whatever becomes of the message and of its
-- answer. That is written here and not by the hook that prepares it, because a claim has locked lanes by then, which
-- come after all rows of the business.
create or replace function billing.sync_method(p_method_id bigint) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_stops boolean;
begin
  update billing.payment_methods as m
  set stopped_at = app.now()
  where m.id = p_method_id and m.kind = 'subscription' and m.stopped_at is null and billing.is_unwanted(m);
  v_stops := found;
  perform outbox.enqueue(
    'payment.sync_method', format('method:%s', m.id),
    jsonb_build_object('method_id', m.id, 'telegram_id', t.telegram_id, 'stops', v_stops), 'sync', null, null,
    m.provider
  )
  from billing.payment_methods as m
  left join app.telegram_identities as t on t.user_id = m.user_id
  where m.id = p_method_id;
end
$$;
comment on function billing.sync_method(bigint) is
  'Tells a provider what became of a payment method, as it is when the message is sent, see billing.prepare_method; one that is to charge no further month counts as told from now on (stopped_at). The caller holds the user''s locks.';
