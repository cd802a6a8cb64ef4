-- What a payer owes for a dispute was covered as far as his cash sufficed on that day. Later money is not taken for it
-- by itself: who comes back and pays for something gets what he pays for. When he wants it settled, because he is paid
-- nothing out before, an operator takes it from his accounts or waives it.
create or replace function billing.cover_by_hand(p_dispute_id bigint, p_waive boolean, p_actor text, p_reason text)
returns jsonb
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_dispute billing.disputes;
  v_user_id bigint;
  v_owed bigint;
  v_cash bigint := 0::bigint;
  v_earned bigint := 0::bigint;
begin
  perform billing.require_reason(p_reason, 'Say why, in the user''s language: the user reads it in the history.');
  select coalesce(p.user_id, s.user_id) into v_user_id
  from billing.disputes as d
  join billing.payments as p on p.id = d.payment_id
  left join billing.suspense as s on s.payment_id = p.id
  where d.id = p_dispute_id;
  perform billing.lock_users(array[v_user_id]);
  select d.* into v_dispute from billing.disputes as d where d.id = p_dispute_id for no key update;
  v_owed := case when v_dispute.status = 'won' then 0 else v_dispute.owed - v_dispute.covered - v_dispute.waived end;
  if v_user_id is null then
    return '{"outcome": "unknown"}'::jsonb;
  elsif v_owed = 0 then
    return '{"outcome": "nothing_owed"}'::jsonb;
  end if;
  if not p_waive then
    v_cash := least(v_owed, billing.cash_of(v_user_id, v_dispute.loss_currency));
    v_earned := least(v_owed - v_cash, billing.referral_of(v_user_id, v_dispute.loss_currency));
    if v_cash + v_earned = 0 then
      return jsonb_build_object('outcome', 'insufficient_funds', 'owed', v_owed, 'currency', v_dispute.loss_currency);
    end if;
  end if;
  update billing.disputes as d
  set
    covered = d.covered + v_cash + v_earned,
    covered_earned = d.covered_earned + v_earned,
    waived = d.waived + case when p_waive then v_owed else 0 end
  where d.id = p_dispute_id
  returning d.* into v_dispute;
  if not p_waive then
    perform ledger.post(
      'dispute_covered',
      format('dispute_covered:%s:%s', v_dispute.id, v_dispute.covered),
      array(
        select l
        from unnest(array[
          (ledger.account(v_user_id, 'cash', v_dispute.loss_currency), -v_cash)::ledger.leg,
          (ledger.account(v_user_id, 'referral', v_dispute.loss_currency), -v_earned)::ledger.leg,
          (ledger.account(null, 'losses', v_dispute.loss_currency), v_cash + v_earned)::ledger.leg
        ]) as l
        where l.amount <> 0
      ),
      p_reason
    );
    perform billing.notify_operation(
      v_user_id, 'debited-by-hand', p_reason, v_cash + v_earned, v_dispute.loss_currency
    );
  end if;
  perform app.record(
    p_actor, case when p_waive then 'dispute.waived' else 'dispute.covered' end, 'dispute', p_dispute_id, null,
    jsonb_build_object('covered', v_dispute.covered, 'waived', v_dispute.waived), p_reason
  );
  return jsonb_build_object(
    'outcome', case when p_waive then 'waived' else 'covered' end,
    'amount', case when p_waive then v_owed else v_cash + v_earned end,
    'owed', v_dispute.owed - v_dispute.covered - v_dispute.waived,
    'currency', v_dispute.loss_currency
  );
end
$$;
comment on function billing.cover_by_hand(bigint, boolean, text, text) is
  'Takes what the payer of a disputed payment still owes from his cash and then from what he earned by bringing others, as far as they suffice, and tells him; or with p_waive forgives it. outcome: covered or waived (amount; owed: what is left), nothing_owed, insufficient_funds or unknown (no such dispute, or nobody knows its payer); minor units. Raises TK061 without a reason.';
