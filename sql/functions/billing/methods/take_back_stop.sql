-- If a user changes his mind before the message has gone out, he has nothing to switch on at his provider.
create or replace function billing.take_back_stop(p_method_id bigint) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  update billing.payment_methods as m
  set stopped_at = null
  where m.id = p_method_id
    and m.stopped_at is not null
    and outbox.is_untouched('payment', format('method:%s', m.id), 'payment.sync_method', '{"stops": true}');
end
$$;
comment on function billing.take_back_stop(bigint) is
  'Forgets that the provider of a subscription was told to charge no further month, if that message (billing.sync_method) still waits. The caller holds the user''s locks.';
