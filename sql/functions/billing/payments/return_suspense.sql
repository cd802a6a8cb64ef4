-- If the payer is not found, the money goes back through its provider. The operator sends it; this function books it.
-- What a bank has taken back is not there to be sent: it waits for its payer, or for the dispute to be decided
-- (billing.end_suspense).
create or replace function billing.return_suspense(p_payment_id bigint, p_actor text, p_reason text) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_payment billing.payments;
begin
  select p.* into v_payment
  from billing.payments as p
  join billing.suspense as s on s.payment_id = p.id
  where p.id = p_payment_id;
  if not found then
    return 'unknown';
  end if;
  perform billing.lock_charges(array[v_payment.provider], array[v_payment.external_id]);
  if exists (
    select
    from billing.suspense as s
    join billing.disputes as d on d.payment_id = s.payment_id
    where s.payment_id = p_payment_id and s.resolved_at is null and d.taken_by is not null and d.returned_by is null
  ) then
    return 'disputed';
  end if;
  return case
    when billing.resolve_suspense(
      p_payment_id, null,
      ledger.account(null, format('clearing.%s', v_payment.provider), v_payment.currency),
      'return', p_actor, p_reason
    ) then 'returned'
    else 'already_resolved'
  end;
end
$$;
comment on function billing.return_suspense(bigint, text, text) is
  'Books that a payment in suspense was sent back through its provider. Returns returned, already_resolved, disputed (its bank has taken it back) or unknown (not in suspense). Raises TK061 without a reason.';
