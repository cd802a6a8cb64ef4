-- The answer replaces what was known. A device that was unbound stays marked while the panel still lists it: this
-- answer may be older than the request, see vpn.unbind_devices.
create or replace function vpn.devices_told(p_lane text, p_payload jsonb, p_result jsonb) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (what it is about is in the payload, and a hook's lane is of no use here)
declare
  v_access_id constant bigint := (p_payload ->> 'access_id')::bigint;
  v_listed constant boolean := coalesce(jsonb_typeof(p_result -> 'devices') = 'array', false);
begin
  update vpn.device_lists as l
  set read_at = app.now(), error = case when not v_listed then coalesce(p_result ->> 'error', 'no list came') end
  where l.access_id = v_access_id;
  if not found then
    return;
  end if;
  if v_listed then
    perform vpn.keep_devices(v_access_id, p_result -> 'devices');
  end if;
  perform app.refresh_screen(s.user_id, 'devices')
  from vpn.access as a
  join billing.subscriptions as s on s.id = a.subscription_id
  where a.id = v_access_id;
end
$$;
comment on function vpn.devices_told(text, jsonb, jsonb) is
  'Done hook of vpn.devices and vpn.unbind. p_payload: {"access_id"}; p_result: {"devices": as vpn.keep_devices takes them} or {"error": why the panel does not list them}. Keeps them, and redraws the screen that waits for them.';
