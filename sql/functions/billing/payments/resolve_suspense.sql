-- Money leaves suspense once: the row is locked, and the key of the transfer is the payment's. Money that a dispute
-- took may come back, and leave again. If disputes took a part of a payment, that part covers the loss that was booked
-- for it.
create or replace function billing.resolve_suspense(
  p_payment_id bigint,
  p_user_id bigint,
  p_account_id bigint,
  p_kind text,
  p_actor text,
  p_reason text,
  p_dispute_id bigint default null,
  p_lost bigint default 0
) returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_payment billing.payments;
begin
  perform billing.require_reason(p_reason, 'Say how the payer was found, or where the money was sent.');
  select p.* into v_payment
  from billing.payments as p
  join billing.suspense as s on s.payment_id = p.id
  where p.id = p_payment_id and s.resolved_at is null
  for no key update of s;
  if not found then
    return false;
  end if;

  update billing.suspense as s
  set
    user_id = p_user_id,
    dispute_id = p_dispute_id,
    resolved_at = app.now(),
    resolution = format('%s: %s', p_kind, p_reason),
    transfer_id = ledger.post(
      p_kind,
      format('suspense:%s', p_payment_id) || coalesce(':dispute:' || p_dispute_id, ''),
      array(
        select l
        from unnest(array[
          (ledger.account(null, 'suspense', v_payment.currency), -v_payment.amount)::ledger.leg,
          (p_account_id, v_payment.amount - p_lost)::ledger.leg,
          (ledger.account(null, 'losses', v_payment.currency), p_lost)::ledger.leg
        ]) as l
        where l.amount <> 0
      ),
      p_reason
    )
  where s.payment_id = p_payment_id;
  perform app.record(
    p_actor, format('suspense.%s', p_kind), 'payment', p_payment_id, null,
    jsonb_strip_nulls(jsonb_build_object(
      'user_id', p_user_id, 'amount', v_payment.amount, 'currency', v_payment.currency
    )),
    p_reason
  );
  return true;
end
$$;
comment on function billing.resolve_suspense(bigint, bigint, bigint, text, text, text, bigint, bigint) is
  'Moves a payment from suspense to p_account_id by a transfer of p_kind (assignment, with p_user_id, or return; p_dispute_id: by which it went back, null for none), less p_lost (minor units), which disputes took and which covers the shop''s loss, and audits it; false if it is not in suspense. Raises TK061 if the reason is missing or too long.';
