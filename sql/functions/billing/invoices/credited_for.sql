-- The shop credits what it quoted. If the payer paid more or less than was asked, it credits in proportion, rounded
-- down. Money without an invoice is worth what the shop asks now. An amount that is too great to be exchanged stays in
-- its currency.
create or replace function billing.credited_for(
  p_user_id bigint, p_invoice billing.invoices, p_gross bigint, p_gross_currency text,
  out amount bigint, out currency text
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_amount numeric;
begin
  if p_user_id is not null and p_invoice.currency = p_gross_currency then
    v_amount := trunc(p_gross::numeric * p_invoice.credited_amount / p_invoice.amount);
    currency := p_invoice.credited_currency;
  elsif p_user_id is not null then
    select trunc(p_gross::numeric * r.amount / r.paid), r.currency::text into v_amount, currency
    from billing.rates as r
    where r.currency = billing.currency_of(p_user_id) and r.paid_in = p_gross_currency;
  end if;
  if v_amount between 1 and 9223372036854775807 then
    amount := v_amount::bigint;
  else
    amount := p_gross;
    currency := p_gross_currency;
  end if;
end
$$;
comment on function billing.credited_for(bigint, billing.invoices, bigint, text) is
  'Returns by how much a balance grows for a payment of p_gross (minor units of p_gross_currency) for p_invoice, null for none; in minor units of currency. The amount stays as paid if the payer is unknown (p_user_id null) or no rate says what it is worth.';
