create or replace function billing.heal_fee(p_provider text, p_external_id text, p_fee bigint, p_currency text)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform billing.book_fee(p_provider, p_external_id, p_fee, p_currency)
  where not exists (
    select
    from ledger.transfers as t
    where t.idempotency_key = format('fee:%s:%s', p_provider, p_external_id)
  );
end
$$;
comment on function billing.heal_fee(text, text, bigint, text) is
  'Books a fee that only the provider''s list tells, see billing.book_fee; does nothing if one is booked.';
