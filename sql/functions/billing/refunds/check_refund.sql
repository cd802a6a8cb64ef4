-- A refund that was sent may come back days later, for example because the card was closed meanwhile. A webhook hints
-- at it, or the provider's list shows it; the shop books what the provider answers.
create or replace function billing.check_refund(
  p_provider text, p_charge_id text, p_key text, p_external_id text
) returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_payment_id bigint;
begin
  select r.payment_id into v_payment_id
  from billing.refunds as r
  join billing.payments as p on p.id = r.payment_id
  join billing.providers as v on v.name = p.provider and 'refund' = any (v.can)
  where p.provider = p_provider
    and r.status = 'done'
    and (r.external_id = p_external_id or r.cause = p_key or p.external_id = p_charge_id)
  limit 1;
  if not found or p_external_id is null then
    return false;
  end if;
  perform outbox.enqueue(
    'payment.check_refund', format('payment:%s', v_payment_id),
    jsonb_build_object('payment_id', v_payment_id, 'key', p_key, 'refund_external_id', p_external_id),
    format('check:%s', p_external_id), null, null, p_provider
  );
  return true;
end
$$;
comment on function billing.check_refund(text, text, text, text) is
  'Asks a provider whether the refund p_external_id came back, if we recorded it as sent: a refund of the payment p_charge_id (the provider''s id of the charge), with our key p_key, null for unknown. Returns whether it asked.';
