-- The bank has already returned this money, so the refund covers that debt. Later payments do not, see
-- billing.cover_by_hand.
create or replace function billing.cover_refunded(p_user_id bigint, p_paid_at timestamptz) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_dispute billing.disputes;
  v_amount bigint;
begin
  for v_dispute in
    select d.*
    from (
      select p.id from billing.payments as p where p.user_id = p_user_id
      union all
      select s.payment_id from billing.suspense as s where s.user_id = p_user_id
    ) as p
    join billing.disputes as d on d.payment_id = p.id
    where d.status <> 'won' and d.owed > d.covered + d.waived and d.opened_at >= p_paid_at
    order by d.id
  loop
    v_amount := (billing.cover_from_cash(v_dispute, p_user_id)).covered - v_dispute.covered;
    perform billing.notify_operation(p_user_id, 'payout-disputed', null, v_amount, v_dispute.loss_currency)
    where v_amount > 0;
  end loop;
end
$$;
comment on function billing.cover_refunded(bigint, timestamptz) is
  'Called when something that a user had bought at p_paid_at was refunded to his balance: covers what he owes for disputes that were opened since, and tells him. The caller holds his locks.';
