-- The page's only write. The caller has the address, which is all that it takes to use the subscription. Two devices
-- that come together wait for each other at the row of the address. A count that refuses nobody is bounded.
create or replace function page.bind_device(
  p_token_hash bytea, p_device_hash bytea, p_name text, p_platform text
) returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_subscription bigint;
  v_place record;
begin
  select a.subscription_id into v_subscription
  from vpn.subscription_addresses as a
  where sha256(a.token::bytea) = p_token_hash
  for no key update;
  select p.* into v_place from vpn.page_places(v_subscription, p_device_hash) as p;
  if v_place.device_limit is null or p_device_hash is null then
    return 'open';
  elsif v_place.is_beyond then
    return 'full';
  elsif not v_place.is_bound and 50 <= (
    select count(*) from vpn.page_devices as d where d.subscription_id = v_subscription
  ) then
    return 'open';
  end if;
  insert into vpn.page_devices as d (subscription_id, device_hash, name, platform, bound_at, seen_at)
  values (
    v_subscription, p_device_hash, nullif(btrim(left(p_name, 60)), ''), nullif(btrim(left(p_platform, 30)), ''),
    app.now(), app.now()
  )
  on conflict (subscription_id, device_hash) do update
  set name = excluded.name, platform = excluded.platform, seen_at = excluded.seen_at
  where d.seen_at < excluded.seen_at - interval '1 hour';
  return 'open';
end
$$;
comment on function page.bind_device(bytea, bytea, text, text) is
  'Takes hashes as page.device does, and what the app says of the device: its model and its system. Binds it to the subscription if a place is free, or notes that it was seen; where there is no limit, it keeps nothing. Returns open or full, as page.device.';
