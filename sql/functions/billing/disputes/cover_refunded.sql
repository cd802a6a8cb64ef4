-- The bank has already returned this money, so the refund covers that debt. What was paid later does not, see
-- billing.cover_by_hand.
create or replace function billing.cover_refunded(
  p_user_id bigint, p_paid_at timestamptz, p_amount bigint, p_currency text
) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_dispute billing.disputes;
  v_amount bigint;
  v_left bigint := coalesce(p_amount, 0);
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
      and d.loss_currency = p_currency
    order by d.id
  loop
    v_amount := (
      billing.cover_from_cash(v_dispute, p_user_id, greatest(billing.cash_of(p_user_id, p_currency) - v_left, 0))
    ).covered - v_dispute.covered;
    v_left := v_left - v_amount;
    perform billing.notify_operation(p_user_id, 'payout-disputed', null, v_amount, v_dispute.loss_currency)
    where v_amount > 0;
  end loop;
end
$$;
comment on function billing.cover_refunded(bigint, timestamptz, bigint, text) is
  'Called when p_amount (minor units of p_currency; null: nothing) of something that a user had bought at p_paid_at was refunded to his cash: covers with that what he owes for disputes that were opened since, and tells him. The caller holds his locks.';
