-- If pages shift while they are read, an account may come twice; it is kept once. This function looks up its owner: an
-- access is in the database before its account is at the panel.
--
-- Another shop may have accounts with the same names. So the uuid decides if the panel tells it, else our mark.
--
-- 3x-ui takes any number as a limit of devices; what somebody typed there must not keep all others from being read.
create or replace function vpn.keep_page(p_scan vpn.scans, p_observed jsonb) returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_kept integer;
begin
  insert into vpn.observed (
    scan_id, account, access_id, former_id, is_elsewhere, key, uuid, generation, expires_at, enabled, device_limit,
    data_limit, used_bytes, online_at, connected_at, devices, groups, ours
  )
  select
    p_scan.id, coalesce(o.key, o.uuid::text),
    case when a.panel_id = p_scan.panel_id then a.id end,
    case when f.panel_id = p_scan.panel_id and coalesce(f.uuid = o.uuid, o.ours) then f.access_id end,
    coalesce(
      a.panel_id <> p_scan.panel_id and p.base_url <> here.base_url and coalesce(a.uuid = o.uuid, o.ours), false
    ),
    o.key, o.uuid, o.generation, o.expires_at, o.enabled,
    case when o.device_limit > 2147483647 then 2147483647 else o.device_limit end,
    o.data_limit, o.used_bytes, o.online_at, o.connected_at, o.devices, o.groups, coalesce(o.ours, false)
  from jsonb_to_recordset(case when jsonb_typeof(p_observed) = 'array' then p_observed else '[]' end) as o (
    key text, uuid uuid, generation bigint, expires_at timestamptz, enabled boolean, device_limit bigint,
    data_limit bigint, used_bytes bigint, online_at timestamptz, connected_at timestamptz, devices integer,
    groups text[], ours boolean
  )
  join vpn.panels as here on here.id = p_scan.panel_id
  left join vpn.access as a
    on a.id = case
      when o.key is not null then (select k.id from vpn.access as k where k.key = o.key)
      else (select u.id from vpn.access as u where u.uuid = o.uuid)
    end
  left join vpn.panels as p on p.id = a.panel_id
  left join vpn.former_access as f
    on f.access_id = case
      when o.key is not null then (select k.access_id from vpn.former_access as k where k.key = o.key)
      else (select u.access_id from vpn.former_access as u where u.uuid = o.uuid)
    end
  where num_nonnulls(o.key, o.uuid) > 0
  on conflict (scan_id, account) do nothing;
  get diagnostics v_kept = row_count;
  return v_kept;
end
$$;
comment on function vpn.keep_page(vpn.scans, jsonb) is
  'Takes a scan and a page: accounts with the columns of vpn.observed, at least key or uuid. Stores those that are new, and returns how many.';
