-- While nobody knew whose a payment was, nobody owed what its bank took back of it. It counts now as if its payer had
-- been known when that was taken.
create or replace function billing.cover_assigned(p_payment_id bigint) returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_dispute billing.disputes;
  v_covered bigint := 0::bigint;
begin
  for v_dispute in
    select d.*
    from billing.disputes as d
    where d.payment_id = p_payment_id and d.taken_by is not null and d.returned_by is null
    order by d.id
  loop
    update billing.disputes as d
    set owed = billing.owed_for(p_payment_id, d.loss, d.loss_currency)
    where d.id = v_dispute.id
    returning d.* into v_dispute;
    v_covered := v_covered - v_dispute.covered + (billing.cover_dispute(v_dispute, true)).covered;
  end loop;
  perform billing.recheck_rewards(p_payment_id);
  return v_covered;
end
$$;
comment on function billing.cover_assigned(bigint) is
  'Called when a payment in suspense was given to its payer: what its bank has taken back of it leaves his balance again. Returns how much, minor units of the payment. The caller holds the payer''s locks.';
