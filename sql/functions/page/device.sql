-- Apps ask several times a day, and this only reads: a place is taken, or a last time noted, by page.bind_device.
create or replace function page.device(p_token_hash bytea, p_device_hash bytea) returns text
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_place record;
begin
  select p.* into v_place
  from vpn.subscription_addresses as a
  cross join lateral vpn.page_places(a.subscription_id, p_device_hash) as p
  where sha256(a.token::bytea) = p_token_hash;
  return case
    when v_place.device_limit is null then 'open'
    when p_device_hash is null then case when app.flag('device_ids') then 'nameless' else 'open' end
    when v_place.is_beyond then 'full'
    when v_place.is_bound and v_place.seen_at > app.now() - interval '1 hour' then 'open'
    else 'new'
  end;
end
$$;
comment on function page.device(bytea, bytea) is
  'Takes the SHA-256 of an address''s token, and of a device as in vpn.page_devices; null: the app does not say which. Returns open (it gets the links), new (it does when page.bind_device says so), full (all places of the plan are taken) or nameless (an app that does not say gets none: the flag device_ids). open for an unknown token.';
