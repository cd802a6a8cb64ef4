-- A bank sent back what was paid: the card is closed, a digit was wrong. The money is the person's again, as if it had
-- never been sent.
create or replace function billing.return_withdrawal(p_id bigint, p_actor text, p_reason text) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_withdrawal billing.withdrawals;
  v_provider text;
begin
  perform billing.require_reason(p_reason, 'Say why, in the person''s language: the person reads it.');
  v_withdrawal := billing.lock_withdrawal(p_id);
  if v_withdrawal.id is null then
    return 'unknown';
  elsif v_withdrawal.returned_by is not null then
    return 'already_returned';
  elsif v_withdrawal.status <> 'paid' then
    return v_withdrawal.status;
  end if;
  select coalesce(y.provider, 'manual') into v_provider
  from billing.withdrawal_ways as y
  where y.name = v_withdrawal.way;
  update billing.withdrawals as w
  set
    returned_at = app.now(),
    return_reason = p_reason,
    returned_by = ledger.post(
      'withdrawal_came_back',
      format('withdrawal_came_back:%s', w.token),
      array[
        (ledger.account(null, 'clearing.' || v_provider, w.currency), -w.amount)::ledger.leg,
        (ledger.account(w.user_id, 'referral', w.currency), w.amount)::ledger.leg
      ],
      p_reason
    )
  where w.id = p_id;
  -- The person wanted this money, so no renewal takes it unannounced.
  perform billing.unannounce(s.id)
  from billing.subscriptions as s
  where s.user_id = v_withdrawal.user_id and s.status = 'active';
  perform app.record(p_actor, 'withdrawal.returned', 'withdrawal', p_id, null, null, p_reason);
  perform billing.collect_owed(v_withdrawal.user_id, v_withdrawal.currency);
  perform billing.give_up(v_withdrawal.user_id);
  perform app.notify(
    v_withdrawal.user_id,
    'withdrawal-returned',
    jsonb_build_object(
      'amount', jsonb_build_object('money', v_withdrawal.amount, 'currency', v_withdrawal.currency),
      'way', v_withdrawal.way,
      'masked', coalesce(v_withdrawal.masked, ''),
      'sent', '',
      'why', 'said',
      'reason', p_reason
    ),
    '[[{"text": "button-withdrawals", "data": "go:withdraw"}], [{"text": "button-close", "data": "close"}]]'
  );
  perform app.refresh_screen(v_withdrawal.user_id, 'withdraw');
  return 'returned';
end
$$;
comment on function billing.return_withdrawal(bigint, text, text) is
  'Books that the money of a withdrawal that was paid came back: it is what the person earned again, less what he owes (billing.collect_owed), and he is told why. Returns returned, already_returned, its status when it was not paid, or unknown. Raises TK061 without a reason.';
