create or replace function billing.parts_of_charge(p_first billing.payments) returns setof billing.payments
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select p.*
  from billing.payments as p
  where p.provider = p_first.provider
    and p.currency = p_first.currency
    and (p.id = p_first.id or starts_with(p.external_id, p_first.external_id || ' after '))
  order by p.id
$$;
comment on function billing.parts_of_charge(billing.payments) is
  'Returns the payments that one charge of a provider was booked as, in their order: p_first, which has the provider''s id, and what came of it later (billing.beyond_booked) and was credited in the same currency. Reads all payments of the provider.';
