-- Books the end of a withdrawal: paid, or given back to what the person earned. Its requisites go in the same moment.
create or replace function billing.end_withdrawal(
  p_id bigint, p_status text, p_actor text, p_reason text, p_proof text default null, p_sent text default null
) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_before billing.withdrawals;
  v_provider text;
  v_is_paid constant boolean := p_status = 'paid';
begin
  select w.* into v_before from billing.withdrawals as w where w.id = p_id;
  select coalesce(y.provider, 'manual') into v_provider from billing.withdrawal_ways as y where y.name = v_before.way;
  update billing.withdrawals as w
  set
    status = p_status,
    settled_at = app.now(),
    ask_at = null,
    sealed = null,
    key_id = null,
    reason = p_reason,
    external_id = p_proof,
    sent = p_sent,
    settled_by = ledger.post(
      case when v_is_paid then 'withdrawal_paid' else 'withdrawal_returned' end,
      format('withdrawal_settled:%s', w.token),
      array[
        (ledger.account(w.user_id, 'withdrawal_hold', w.currency), -w.amount)::ledger.leg,
        case
          when v_is_paid then (ledger.account(null, 'clearing.' || v_provider, w.currency), w.amount)::ledger.leg
          else (ledger.account(w.user_id, 'referral', w.currency), w.amount)::ledger.leg
        end
      ]
    )
  where w.id = p_id;
  if not v_is_paid then
    -- The person wanted this money, so no renewal takes it unannounced.
    perform billing.unannounce(s.id)
    from billing.subscriptions as s
    where s.user_id = v_before.user_id and s.status = 'active';
  end if;
  perform app.record(
    p_actor, format('withdrawal.%s', p_status), 'withdrawal', p_id, jsonb_build_object('status', v_before.status),
    jsonb_strip_nulls(jsonb_build_object('status', p_status, 'proof', p_proof, 'sent', p_sent)), p_reason
  );
  perform billing.notify_withdrawal(p_id);
  perform billing.post_withdrawal(p_id, 'ended');
  perform app.refresh_screen(v_before.user_id, 'withdraw');
  return p_status;
end
$$;
comment on function billing.end_withdrawal(bigint, text, text, text, text, text) is
  'Ends a withdrawal: p_status paid, failed, rejected or cancelled; the other arguments as in billing.settle_withdrawal. Tells the person and the chats of support. Returns p_status. The caller holds its locks.';
