-- 244 random bits of the server's cryptographic generator, of which a hash keeps 192.
create or replace function vpn.new_token() returns text
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  select translate(
    encode(substr(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 1, 24), 'base64'), '+/', '-_'
  )
$$;
comment on function vpn.new_token() is 'Returns a new secret of 192 bits in base64url: 32 characters.';
