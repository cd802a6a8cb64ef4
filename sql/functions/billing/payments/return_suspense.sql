-- If the payer is not found, the money goes back through its provider. The operator sends it; this function books it.
-- What a bank has taken back is not there to be sent. While a dispute may still be won, or took all, it waits
-- (billing.end_suspense); what a lost one has left is sent. In another currency than was paid nobody but the operator
-- knows how much that was.
create or replace function billing.return_suspense(
  p_payment_id bigint, p_actor text, p_reason text, p_sent bigint default null
) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_payment billing.payments;
  v_taken record;
  v_lost bigint;
begin
  select p.* into v_payment
  from billing.payments as p
  join billing.suspense as s on s.payment_id = p.id
  where p.id = p_payment_id;
  if not found then
    return 'unknown';
  end if;
  perform billing.lock_charges(array[v_payment.provider], array[v_payment.external_id]);
  select
    coalesce(bool_or(d.status = 'opened'), false) as opened,
    coalesce(bool_or(d.loss_currency <> v_payment.currency), false) as elsewhere,
    coalesce(sum(d.loss) filter (where d.loss_currency = v_payment.currency), 0)::bigint as loss
  into v_taken
  from billing.suspense as s
  join billing.disputes as d on d.payment_id = s.payment_id
  where s.payment_id = p_payment_id and s.resolved_at is null and d.taken_by is not null and d.returned_by is null;
  v_lost := v_payment.amount - coalesce(p_sent, v_payment.amount - v_taken.loss);
  if v_taken.opened or v_taken.elsewhere and p_sent is null or v_taken.loss >= v_payment.amount then
    return 'disputed';
  elsif v_lost not between 0 and v_payment.amount
    or v_lost <> v_taken.loss and not v_taken.elsewhere
  then
    return 'amount_out_of_range';
  end if;
  return case
    when billing.resolve_suspense(
      p_payment_id, null,
      ledger.account(null, format('clearing.%s', v_payment.provider), v_payment.currency),
      'return', p_actor, p_reason, p_lost => v_lost
    ) then 'returned'
    else 'already_resolved'
  end;
end
$$;
comment on function billing.return_suspense(bigint, text, text, bigint) is
  'Books that a payment in suspense was sent back through its provider, or what disputes that were lost have left of it. p_sent: how much was sent, minor units of the payment; null: all but what they took. Returns returned, already_resolved, disputed (its bank has taken all of it back, may still lose the dispute, or took another currency: then say p_sent), amount_out_of_range (p_sent is not what is left) or unknown (not in suspense). Raises TK061 without a reason.';
