-- A device is named by its row, so that no message carries what identifies it.
create or replace function vpn.prepare_devices(p_lane text, p_payload jsonb) returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select vpn.panel_settings(p) || jsonb_build_object(
    'shop', (select m.shop from vpn.mark as m),
    'key', a.key,
    'uuid', a.uuid,
    'device_id', d.device_id
  )
  from vpn.access as a
  join vpn.panels as p on p.id = a.panel_id
  left join vpn.devices as d on d.id = (p_payload ->> 'device')::bigint
  where a.id = (p_payload ->> 'access_id')::bigint
    and (p_payload ->> 'device' is null or d.access_id = a.id)
$$;
comment on function vpn.prepare_devices(text, jsonb) is
  'Prepare hook of vpn.devices and vpn.unbind. p_payload: {"access_id", "device": id in vpn.devices, null for all}. Returns what the listener has to know of the panel, of our mark, and of the account; null when access or device are gone.';
