create or replace function billing.cover_from_cash(
  p_dispute billing.disputes, p_user_id bigint, p_kept bigint default 0
) returns billing.disputes
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_amount constant bigint := least(
    p_dispute.owed - p_dispute.covered - p_dispute.waived, billing.cash_of(p_user_id, p_dispute.loss_currency) - p_kept
  );
  v_dispute billing.disputes := p_dispute;
begin
  if v_amount > 0 then
    update billing.disputes as d set covered = d.covered + v_amount where d.id = p_dispute.id returning d.* into v_dispute;
    perform ledger.post(
      'dispute_covered',
      format('dispute_covered:%s:%s', v_dispute.id, v_dispute.covered),
      array[
        (ledger.account(p_user_id, 'cash', v_dispute.loss_currency), -v_amount)::ledger.leg,
        (ledger.account(null, 'losses', v_dispute.loss_currency), v_amount)::ledger.leg
      ],
      'disputed'
    );
  end if;
  return v_dispute;
end
$$;
comment on function billing.cover_from_cash(billing.disputes, bigint, bigint) is
  'Takes what a payer (p_user_id) owes for a dispute from his cash, as far as what is above p_kept (minor units) suffices; returns the dispute. The caller holds the payer''s locks.';
