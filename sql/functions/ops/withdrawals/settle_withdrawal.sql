-- Also where a provider has not told what became of it: who calls this has looked in its cabinet.
create or replace function ops.settle_withdrawal(p_withdrawal_id bigint, p_outcome text, p_proof text) returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform billing.require_reason(p_proof, 'Say by what it is known: the provider''s id, or who saw it.');
  if p_outcome not in ('paid', 'failed') then
    return 'unknown_outcome';
  end if;
  perform billing.lock_withdrawal(p_withdrawal_id);
  if outbox.is_in_flight('payment', format('withdrawal:%s', p_withdrawal_id)) then
    return 'being_asked';
  end if;
  return billing.settle_withdrawal(
    p_withdrawal_id, p_outcome, app.actor(), case p_outcome when 'failed' then p_proof end, p_proof
  );
end
$$;
comment on function ops.settle_withdrawal(bigint, text, text) is
  'Records what became of a withdrawal that was approved or is being sent. p_outcome: paid, or failed: its money is the person''s again; p_proof: the provider''s id or who saw it; of a failed one the person reads it. Returns paid, failed, its status when it is another one, being_asked (its provider is, at this moment: try again in a minute), unknown, or unknown_outcome. Raises TK061 without a proof.';
