-- With another key, every returning user would be unknown: those who had deleted their account would get a new trial,
-- and nothing would show the cause.
create or replace function api.check_identity_key(p_fingerprint bytea) returns boolean
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if not exists (select from app.identity_key as k) then
    insert into app.identity_key (fingerprint) values (p_fingerprint) on conflict (only_one) do nothing;
  end if;
  return exists (select from app.identity_key as k where k.fingerprint = p_fingerprint);
end
$$;
comment on function api.check_identity_key(bytea) is
  'Takes the fingerprint of the bot''s IDENTITY_KEY, an HMAC-SHA-256 of a fixed text. Returns whether it is the key by which this shop recognises people. The first fingerprint given is stored as the right one.';
