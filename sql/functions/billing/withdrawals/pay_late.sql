create or replace function billing.pay_late(p_withdrawal billing.withdrawals, p_proof text, p_sent text)
returns billing.withdrawals
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_there constant bigint := least(
    p_withdrawal.amount, billing.referral_of(p_withdrawal.user_id, p_withdrawal.currency)
  );
  v_provider text;
  v_withdrawal billing.withdrawals;
begin
  select coalesce(y.provider, 'manual') into v_provider
  from billing.withdrawal_ways as y
  where y.name = p_withdrawal.way;
  update billing.withdrawals as w
  set
    owed = w.amount - v_there,
    external_id = p_proof,
    sent = p_sent,
    paid_late_by = ledger.post(
      'withdrawal_paid_late',
      format('withdrawal_paid_late:%s', w.token),
      array(
        select l
        from unnest(array[
          (ledger.account(w.user_id, 'referral', w.currency), -v_there)::ledger.leg,
          (ledger.account(null, 'losses', w.currency), v_there - w.amount)::ledger.leg,
          (ledger.account(null, 'clearing.' || v_provider, w.currency), w.amount)::ledger.leg
        ]) as l
        where l.amount <> 0
      )
    )
  where w.id = p_withdrawal.id
  returning w.* into v_withdrawal;
  perform app.notify(
    v_withdrawal.user_id,
    'withdrawal-paid',
    jsonb_build_object(
      'amount', jsonb_build_object('money', v_withdrawal.amount, 'currency', v_withdrawal.currency),
      'way', v_withdrawal.way,
      'masked', coalesce(v_withdrawal.masked, ''),
      'sent', coalesce(v_withdrawal.sent, ''),
      'why', 'none',
      'reason', ''
    ),
    '[[{"text": "button-withdrawals", "data": "go:withdraw"}], [{"text": "button-close", "data": "close"}]]'
  );
  perform app.refresh_screen(v_withdrawal.user_id, 'withdraw');
  return v_withdrawal;
end
$$;
comment on function billing.pay_late(billing.withdrawals, text, text) is
  'Books that a withdrawal which was settled as failed was paid all the same: from what the person earned, and what that lacks is owed and at first the shop''s loss. Tells the person that it was paid. p_proof, p_sent: as in billing.settle_withdrawal. Returns the withdrawal. The caller holds its locks.';
