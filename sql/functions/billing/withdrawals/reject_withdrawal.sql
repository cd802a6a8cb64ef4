create or replace function billing.reject_withdrawal(p_id bigint, p_actor text, p_reason text) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_withdrawal billing.withdrawals;
begin
  perform billing.require_reason(p_reason, 'Say why, in the person''s language: the person reads it.');
  v_withdrawal := billing.lock_withdrawal(p_id);
  if v_withdrawal.id is null then
    return 'unknown';
  elsif v_withdrawal.status not in ('requested', 'approved') then
    return v_withdrawal.status;
  end if;
  return billing.end_withdrawal(p_id, 'rejected', p_actor, p_reason);
end
$$;
comment on function billing.reject_withdrawal(bigint, text, text) is
  'Refuses a withdrawal that nobody has begun to send; its money is the person''s again, who is told why. p_reason: see billing.withdrawals.reason. Returns rejected, its status when it is too late, or unknown. Raises TK061 without a reason.';
