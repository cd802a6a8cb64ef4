-- What a provider holds for the shop is in the currency that was paid. If the balance grows in another currency, the
-- account exchange stands between the two, so that each currency sums to zero.
create or replace function billing.provider_legs(
  p_provider text, p_gross bigint, p_gross_currency text, p_amount bigint, p_currency text
) returns ledger.leg[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_clearing constant bigint := ledger.account(null, format('clearing.%s', p_provider), p_gross_currency);
begin
  if p_gross_currency = p_currency then
    return array[(v_clearing, p_gross)::ledger.leg];
  end if;
  return array[
    (v_clearing, p_gross)::ledger.leg,
    (ledger.account(null, 'exchange', p_gross_currency), -p_gross)::ledger.leg,
    (ledger.account(null, 'exchange', p_currency), p_amount)::ledger.leg
  ];
end
$$;
comment on function billing.provider_legs(text, bigint, text, bigint, text) is
  'Returns the legs that move p_amount (minor units of p_currency) to a provider, who holds it as p_gross of p_gross_currency; negative amounts move it back. In one currency the two amounts are equal.';
