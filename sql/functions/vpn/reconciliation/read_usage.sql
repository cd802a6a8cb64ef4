-- Each row is an answer about its account, so even a scan that decides nothing counts here. What a panel does not tell
-- this time stays as it was; the first connection is never forgotten.
create or replace function vpn.read_usage(p_scan vpn.scans) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_changed bigint[];
begin
  with read as (
    insert into vpn.usage as u (access_id, used_bytes, devices, online_at, connected_at, read_at)
    select a.id, o.used_bytes, o.devices, o.online_at, coalesce(o.connected_at, o.online_at), p_scan.started_at
    from vpn.observed as o
    join vpn.access as a on a.id = o.access_id and coalesce(a.uuid = o.uuid, true)
    where o.scan_id = p_scan.id and num_nonnulls(o.used_bytes, o.devices, o.online_at, o.connected_at) > 0
    order by a.id
    on conflict (access_id) do update
    set
      used_bytes = coalesce(excluded.used_bytes, u.used_bytes),
      devices = coalesce(excluded.devices, u.devices),
      online_at = coalesce(excluded.online_at, u.online_at),
      connected_at = coalesce(u.connected_at, excluded.connected_at),
      read_at = excluded.read_at
    where (u.used_bytes, u.devices, u.online_at, u.connected_at) is distinct from (
      coalesce(excluded.used_bytes, u.used_bytes), coalesce(excluded.devices, u.devices),
      coalesce(excluded.online_at, u.online_at), coalesce(u.connected_at, excluded.connected_at)
    )
    returning u.access_id
  )
  select array_agg(r.access_id) into v_changed from read as r;
  perform vpn.tell_traffic(v_changed, p_scan.started_at);
end
$$;
comment on function vpn.read_usage(vpn.scans) is
  'Takes a scan that is over. Keeps what its accounts say about their use in vpn.usage, and tells those whose traffic is nearly or fully used.';
