-- After ten minutes the request is of no use: the device may have been bound anew since.
create or replace function vpn.unbind_devices(p_access_id bigint, p_device bigint) returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (the result of enqueueing is not needed)
declare
  v_now constant timestamptz := app.now();
begin
  update vpn.devices as d
  set unbinding_at = v_now
  where d.access_id = p_access_id and (p_device is null or d.id = p_device) and not vpn.is_unbinding(d);
  if not found then
    return false;
  end if;
  perform outbox.enqueue(
    'vpn.unbind', format('devices:%s', a.id), jsonb_build_object('access_id', a.id, 'device', p_device),
    format('vpn.unbind:%s:%s', a.id, coalesce(p_device::text, 'all')), v_now + interval '10 minutes', null, p.code
  )
  from vpn.access as a
  join vpn.panels as p on p.id = a.panel_id
  where a.id = p_access_id;
  return true;
end
$$;
comment on function vpn.unbind_devices(bigint, bigint) is
  'Has a panel unbind a device of an access (its id in vpn.devices; null: all of them) within ten minutes. Returns false when no such device is known that is not being unbound.';
