-- The provider no longer holds what was taken, whoever bears it in the end; at first the shop does.
create or replace function billing.take_dispute(p_dispute billing.disputes) returns billing.disputes
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_payment billing.payments;
  v_dispute billing.disputes;
  v_loss bigint := p_dispute.amount;
  v_currency text := p_dispute.currency::text;
begin
  select p.* into v_payment from billing.payments as p where p.id = p_dispute.payment_id;
  -- As it was credited; an amount in another currency than was paid is booked as it is.
  if coalesce(v_payment.gross_currency, v_payment.currency) = p_dispute.currency then
    v_loss := greatest(
      1, trunc(p_dispute.amount::numeric * v_payment.amount / coalesce(v_payment.gross, v_payment.amount))
    )::bigint;
    v_currency := v_payment.currency::text;
  end if;
  update billing.disputes as d
  set
    loss = v_loss,
    loss_currency = v_currency,
    owed = billing.owed_for(d.payment_id, v_loss, v_currency),
    taken_by = ledger.post(
      'dispute',
      format('dispute:%s', d.id),
      billing.provider_legs(d.provider, d.amount, d.currency, v_loss, v_currency)
      || (ledger.account(null, 'losses', v_currency), -v_loss)::ledger.leg,
      d.reason
    )
  where d.id = p_dispute.id
  returning d.* into v_dispute;
  perform billing.recheck_rewards(v_dispute.payment_id);
  return v_dispute;
end
$$;
comment on function billing.take_dispute(billing.disputes) is
  'Books the disputed money that a provider has taken as a loss of the shop, and records how much of it the payer owes: no more than had not gone back before. Returns the dispute.';
