-- A dispute that is won returns the money to where it was taken from, also to suspense. What had ended does not begin
-- again automatically: the payer has the money, is told, and may buy again.
create or replace function billing.return_dispute(p_dispute billing.disputes) returns billing.disputes
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_dispute billing.disputes;
  v_user_id bigint;
  v_waits_again boolean;
  v_legs ledger.leg[];
begin
  select coalesce(p.user_id, s.user_id) into v_user_id
  from billing.payments as p
  left join billing.suspense as s on s.payment_id = p.id
  where p.id = p_dispute.payment_id;
  update billing.suspense as s
  set resolved_at = null, resolution = null, transfer_id = null, dispute_id = null
  where s.dispute_id = p_dispute.id;
  v_waits_again := found;
  v_legs := billing.provider_legs(
    p_dispute.provider, -p_dispute.amount, p_dispute.currency, -p_dispute.loss, p_dispute.loss_currency
  );
  if p_dispute.loss > p_dispute.covered then
    v_legs := v_legs || (
      ledger.account(null, case when v_waits_again then 'suspense' else 'losses' end, p_dispute.loss_currency),
      p_dispute.loss - p_dispute.covered
    )::ledger.leg;
  end if;
  if p_dispute.covered > p_dispute.covered_earned then
    v_legs := v_legs || (
      ledger.account(v_user_id, 'cash', p_dispute.loss_currency), p_dispute.covered - p_dispute.covered_earned
    )::ledger.leg;
  end if;
  if p_dispute.covered_earned > 0 then
    v_legs := v_legs || (
      ledger.account(v_user_id, 'referral', p_dispute.loss_currency), p_dispute.covered_earned
    )::ledger.leg;
  end if;
  update billing.disputes as d
  set returned_by = ledger.post('dispute_won', format('dispute_won:%s', d.id), v_legs, d.reason)
  where d.id = p_dispute.id
  returning d.* into v_dispute;
  perform billing.recheck_rewards(v_dispute.payment_id);
  if p_dispute.covered > 0 then
    -- It comes unasked, so no renewal takes it unannounced.
    perform billing.unannounce(s.id)
    from billing.subscriptions as s
    where s.user_id = v_user_id and s.status = 'active';
    perform billing.notify_operation(
      v_user_id, 'payout-dispute-won', null, p_dispute.covered, p_dispute.loss_currency
    );
  end if;
  perform billing.give_up(v_user_id);
  return v_dispute;
end
$$;
comment on function billing.return_dispute(billing.disputes) is
  'Books that a provider gave back what it had taken for a dispute that was won: the payer''s accounts get what they had given, the shop the rest; a payment whose payer nobody knows waits for him again. Returns the dispute. The caller holds the payer''s locks.';
