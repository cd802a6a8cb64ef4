-- An account at a provider may sell other things as well, and their disputes are not this shop's losses. One of a
-- payment that is only on the provider's list yet is known by the key that we gave that payment.
create or replace function billing.dispute_may_be_ours(p_provider text, p_charge_id text) returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return exists (
    select from billing.payments as p where p.provider = p_provider and p.external_id = p_charge_id
  )
  or (billing.invoice_of(p_provider, p_charge_id, null)).id is not null
  or billing.may_be_ours(
    p_provider,
    (
      select min(l.key)
      from billing.provider_transactions as l
      where l.provider = p_provider and l.charge_id = p_charge_id and l.kind = 'payment'
    )
  );
end
$$;
comment on function billing.dispute_may_be_ours(text, text) is
  'Whether a dispute about a provider''s charge (its id) may be of this shop: the payment is one of ours or may be one, see billing.may_be_ours.';
