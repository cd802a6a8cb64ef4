-- A provider's fee reduces what the provider owes the shop, and changes no user's balance.
create or replace function billing.book_fee(p_provider text, p_external_id text, p_fee bigint, p_currency text)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if p_fee > 0 then
    perform ledger.post(
      'fee',
      format('fee:%s:%s', p_provider, p_external_id),
      array[
        (ledger.account(null, format('clearing.%s', p_provider), p_currency), p_fee)::ledger.leg,
        (ledger.account(null, 'fees', p_currency), -p_fee)::ledger.leg
      ]
    );
  end if;
end
$$;
comment on function billing.book_fee(text, text, bigint, text) is
  'Books a provider''s fee for a payment, once, in minor units; does nothing for null or zero. Raises TK003 if another fee was booked for it.';
