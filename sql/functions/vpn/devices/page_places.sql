-- Those that were bound first have the places, so that nobody who has one loses it to a new device. After a smaller
-- limit the others wait until a place is free.
create or replace function vpn.page_places(p_subscription_id bigint, p_device_hash bytea)
returns table (device_limit integer, is_bound boolean, is_beyond boolean, seen_at timestamptz)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (columns of the result have names of columns)
begin
  return query
  select
    d.device_limit,
    b.id is not null,
    app.flag('device_limit') and d.device_limit <= (
      select count(*)
      from vpn.page_devices as o
      where o.subscription_id = d.subscription_id and (b.id is null or o.id < b.id)
    ),
    b.seen_at
  from vpn.desired as d
  left join vpn.page_devices as b on b.subscription_id = d.subscription_id and b.device_hash = p_device_hash
  where d.subscription_id = p_subscription_id;
end
$$;
comment on function vpn.page_places(bigint, bytea) is
  'Takes a subscription and the hash of a device (vpn.page_devices). device_limit: null for none; is_bound: whether it is known; is_beyond: whether all places are taken by others that were bound before, and this is to be refused; seen_at: when it was seen last, UTC. No row for a subscription without access.';
