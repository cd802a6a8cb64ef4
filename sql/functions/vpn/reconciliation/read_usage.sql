-- Each row is an answer about its account, so even a scan that decides nothing counts here. What a panel does not tell
-- this time stays as it was; the first connection is never forgotten. What was used counts only if the panel had not
-- been told anything since the scan began: it may have been read before or after the panel began to count anew.
--
-- Whoever has used much is told of it by any scan, not only by the one that shows it first, at which he could not be
-- told if his access was changing.
create or replace function vpn.read_usage(p_scan vpn.scans) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into vpn.usage as u (access_id, used_bytes, devices, online_at, connected_at, read_at)
  select a.id, counted.bytes, o.devices, o.online_at, coalesce(o.connected_at, o.online_at), p_scan.started_at
  from vpn.observed as o
  join vpn.access as a on a.id = o.access_id and coalesce(a.uuid = o.uuid, o.ours)
  cross join lateral (values (case when a.applied_at < p_scan.started_at then o.used_bytes end)) as counted (bytes)
  where o.scan_id = p_scan.id and num_nonnulls(counted.bytes, o.devices, o.online_at, o.connected_at) > 0
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
  );
  perform vpn.notify_traffic(array(
    select o.access_id from vpn.observed as o where o.scan_id = p_scan.id and o.access_id is not null
  ));
end
$$;
comment on function vpn.read_usage(vpn.scans) is
  'Takes a scan that is over. Keeps what its accounts say about their use in vpn.usage, and tells those whose traffic is nearly or fully used.';
