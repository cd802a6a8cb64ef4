-- What a provider says of a payout. It may come after an operator has settled the withdrawal, and say the opposite.
-- That it paid is then booked as it is: what was given back is taken again, and what the person has spent of it is owed
-- (billing.collect_owed), so that nothing is paid out twice. That it did not pay moves nothing: the operator had a
-- proof. The admins are told of both.
create or replace function billing.follow_provider(
  p_id bigint, p_outcome text, p_reason text, p_proof text, p_sent text
) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_status constant text := billing.settle_withdrawal(p_id, p_outcome, 'provider', p_reason, p_proof, p_sent);
  v_withdrawal billing.withdrawals;
begin
  select w.* into v_withdrawal from billing.withdrawals as w where w.id = p_id;
  if v_status = p_outcome or v_status not in ('paid', 'failed') or v_withdrawal.paid_late_by is not null then
    return;
  end if;
  if p_outcome = 'paid' then
    v_withdrawal := billing.pay_late(v_withdrawal, p_proof, p_sent);
  end if;
  perform app.record(
    'provider', 'withdrawal.contradicted', 'withdrawal', p_id, jsonb_build_object('status', v_status),
    jsonb_strip_nulls(jsonb_build_object('says', p_outcome, 'proof', p_proof, 'owed', nullif(v_withdrawal.owed, 0)))
  );
  perform app.notify_admins(
    'admin-withdrawal-contradicted',
    jsonb_build_object(
      'withdrawal', p_id::text,
      'amount', jsonb_build_object('money', v_withdrawal.amount, 'currency', v_withdrawal.currency),
      'says', p_outcome,
      'proof', coalesce(p_proof, ''),
      'owed', jsonb_build_object('money', v_withdrawal.owed, 'currency', v_withdrawal.currency)
    )
  );
end
$$;
comment on function billing.follow_provider(bigint, text, text, text, text) is
  'Settles a withdrawal as its provider says; arguments as in billing.settle_withdrawal. If it was settled otherwise before, what was paid all the same is booked (billing.pay_late), and the admins are told. Takes the locks of its user.';
