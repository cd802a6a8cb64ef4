-- What was refunded before the dispute is not owed.
create or replace function billing.owed_for(p_payment_id bigint, p_loss bigint, p_currency text) returns bigint
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select least(p_loss, coalesce(sum(r.amount), 0))::bigint
    from billing.refundable_payments as r
    where r.payment_id = p_payment_id and r.currency = p_currency
  );
end
$$;
comment on function billing.owed_for(bigint, bigint, text) is
  'Returns how much the payer of a payment (null: unknown) owes of p_loss that its provider took back, in minor units of p_currency.';
