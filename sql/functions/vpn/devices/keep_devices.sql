-- Bounded, because how many devices there are, and what they call themselves, is decided outside.
create or replace function vpn.keep_devices(p_access_id bigint, p_devices jsonb) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_ids text[];
  v_count integer;
begin
  with told as (
    select d ->> 'id' as id, d ->> 'name' as name, d ->> 'platform' as platform, (d ->> 'seen_at')::timestamptz as seen_at
    from jsonb_array_elements(p_devices) as d
    where length(d ->> 'id') between 1 and 200
    order by 4 desc nulls last, 1
    limit 50
  ),
  kept as (
    insert into vpn.devices as o (access_id, device_id, name, platform, seen_at)
    select p_access_id, t.id, nullif(btrim(left(t.name, 60)), ''), nullif(btrim(left(t.platform, 30)), ''), max(t.seen_at)
    from told as t
    group by 2, 3, 4
    on conflict (access_id, device_id) do update
    set name = excluded.name, platform = excluded.platform, seen_at = excluded.seen_at
    returning o.device_id
  )
  select array_agg(k.device_id) into v_ids from kept as k;
  delete from vpn.devices as d where d.access_id = p_access_id and d.device_id <> all (coalesce(v_ids, '{}'));

  v_count := jsonb_array_length(p_devices);
  insert into vpn.usage as u (access_id, devices, read_at)
  values (p_access_id, v_count, app.now())
  on conflict (access_id) do update
  set devices = excluded.devices
  where u.devices is distinct from excluded.devices;
end
$$;
comment on function vpn.keep_devices(bigint, jsonb) is
  'Takes an access and the devices that its panel listed: [{"id", "name", "platform", "seen_at"}]. Replaces what was known of them, with those that were seen last first and fifty at most, and notes their number in vpn.usage.';
