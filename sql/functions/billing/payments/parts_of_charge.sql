create or replace function billing.parts_of_charge(p_first billing.payments) returns setof billing.payments
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select p.*
  from billing.payments as p
  where p.provider = p_first.provider
    and p.currency = p_first.currency
    and split_part(p.external_id, ' after ', 1) = p_first.external_id
  order by p.id
$$;
comment on function billing.parts_of_charge(billing.payments) is
  'Returns the payments that one charge of a provider was booked as, in their order: p_first, which has the provider''s id, and what came of it later (billing.beyond_booked) and was credited in the same currency.';
