-- What providers document as the least that they accept, so that nothing is asked for that they would refuse: a charge
-- that was refused would cost its user the renewal. Sources: docs/providers.md. A provider that tells its limits itself
-- (billing.provider_limits), and the owner (billing.providers), can only raise it.
create or replace function billing.least_charge(p_provider text, p_currency text) returns bigint
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  select l.amount
  from (values
    ('yookassa', 'RUB', 100::bigint),
    ('stripe', 'AED', 200), ('stripe', 'AUD', 50), ('stripe', 'BGN', 100), ('stripe', 'BRL', 50), ('stripe', 'CAD', 50),
    ('stripe', 'CHF', 50), ('stripe', 'CZK', 1500), ('stripe', 'DKK', 250), ('stripe', 'EUR', 50), ('stripe', 'GBP', 30),
    ('stripe', 'HKD', 400), ('stripe', 'HUF', 17500), ('stripe', 'INR', 50), ('stripe', 'JPY', 50),
    ('stripe', 'MXN', 1000), ('stripe', 'MYR', 200), ('stripe', 'NOK', 300), ('stripe', 'NZD', 50),
    ('stripe', 'PLN', 200), ('stripe', 'RON', 200), ('stripe', 'SEK', 300), ('stripe', 'SGD', 50),
    ('stripe', 'THB', 1000), ('stripe', 'USD', 50)
  ) as l (provider, currency, amount)
  where l.provider = p_provider and l.currency = p_currency
$$;
comment on function billing.least_charge(text, text) is
  'Returns the least amount that a provider documents for a currency, minor units; null if it documents none.';
