create or replace function billing.currency() returns text
language sql
stable
as $$
  select app.setting('currency') operator(pg_catalog.#>>) '{}'
$$;
comment on function billing.currency() is 'Returns the shop''s currency (setting currency), ISO 4217.';
