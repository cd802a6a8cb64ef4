-- The code is 192 random bits, so a plain hash gives nothing away.
create or replace function billing.gift_code_hash(p_code text) returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  select translate(rtrim(encode(sha256(convert_to(p_code, 'UTF8')), 'base64'), '='), '+/', '-_')
$$;
comment on function billing.gift_code_hash(text) is
  'Returns what is kept of the code of a gift: its SHA-256 in base64url, 43 characters.';
