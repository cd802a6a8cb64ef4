create or replace function billing.by_currency(p_setting text, p_currency text) returns bigint
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (app.setting(p_setting) ->> p_currency)::bigint;
end
$$;
comment on function billing.by_currency(text, text) is
  'Returns the amount (minor units) that a setting with amounts by currency has for this one, null if it has none. Raises TK011.';
