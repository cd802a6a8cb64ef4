create or replace function billing.book_outside(
  p_user_id bigint, p_first billing.payments, p_amount bigint, p_refunded bigint, p_actor text, p_reason text
) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_part record;
  v_rest bigint := p_amount;
  v_refund billing.refunds;
begin
  for v_part in
    select p.id, l.amount as left_of
    from billing.parts_of_charge(p_first) as p
    join billing.refundable_payments as l on l.payment_id = p.id
    where l.amount > 0
    order by p.id
  loop
    exit when v_rest <= 0;
    v_refund := billing.hold_refund(
      p_user_id, v_part.id, least(v_rest, v_part.left_of), p_first.currency,
      format('outside:%s:%s', v_part.id, p_refunded), p_actor, p_reason
    );
    perform billing.settle_payout(v_refund.id, true, p_actor, p_reason);
    v_rest := v_rest - v_refund.amount;
  end loop;
end
$$;
comment on function billing.book_outside(bigint, billing.payments, bigint, bigint, text, text) is
  'Books p_amount (minor units) of a user''s balance as returned by a provider to the payments of one charge (billing.parts_of_charge), in their order; p_refunded: the provider''s sum, for the keys. The caller holds the user''s locks, and the balance covers it.';
