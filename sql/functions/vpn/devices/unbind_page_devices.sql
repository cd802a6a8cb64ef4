create or replace function vpn.unbind_page_devices(p_subscription_id bigint, p_device bigint) returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from vpn.page_devices as d
  where d.subscription_id = p_subscription_id and (p_device is null or d.id = p_device);
  return found;
end
$$;
comment on function vpn.unbind_page_devices(bigint, bigint) is
  'Unbinds a device (its id in vpn.page_devices; null: all of them) at the subscription page, at once. Returns whether there was one.';
