create or replace function vpn.is_unbinding(p_device vpn.devices) returns boolean
language sql
stable
as $$
  select coalesce(p_device.unbinding_at > app.now() - interval '10 minutes', false)
$$;
comment on function vpn.is_unbinding(vpn.devices) is
  'Whether a device was unbound and its panel may still do it, see vpn.unbind_devices. If it did not, the device is listed again.';
