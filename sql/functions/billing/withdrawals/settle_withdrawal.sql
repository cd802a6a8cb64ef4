-- The outcome of what was, or may have been, sent.
create or replace function billing.settle_withdrawal(
  p_id bigint, p_outcome text, p_actor text, p_reason text, p_proof text, p_sent text default null
) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_withdrawal constant billing.withdrawals := billing.lock_withdrawal(p_id);
begin
  if v_withdrawal.id is null then
    return 'unknown';
  elsif v_withdrawal.status not in ('approved', 'sending') then
    return v_withdrawal.status;
  elsif v_withdrawal.status = 'approved' then
    perform billing.send_withdrawal(p_id, p_actor);
  end if;
  perform billing.end_withdrawal(p_id, p_outcome, p_actor, p_reason, p_proof, p_sent);
  if p_outcome <> 'paid' then
    perform billing.collect_owed(v_withdrawal.user_id, v_withdrawal.currency);
    perform billing.give_up(v_withdrawal.user_id);
  end if;
  return p_outcome;
end
$$;
comment on function billing.settle_withdrawal(bigint, text, text, text, text, text) is
  'Settles a withdrawal that was approved or is being sent. p_outcome: paid or failed; p_reason: why it failed, see billing.withdrawals.reason; p_proof: the provider''s id, or who saw it; p_sent: what a provider sent. Returns paid, failed, its status when it is another one, or unknown.';
