-- Keyboards of Persian and of Arabic write digits of their own.
create or replace function app.plain_digits(p_text text) returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  select translate(p_text, '۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩', '01234567890123456789')
$$;
comment on function app.plain_digits(text) is
  'Returns a text with Persian and Arabic digits written as 0 to 9; null for null.';
