-- The page forgets a device at once; a panel is told, and may take a while.
create or replace function vpn.unbind(p_subscription_id bigint, p_device bigint) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_at_page constant boolean := vpn.unbind_page_devices(p_subscription_id, p_device);
  v_at_panels boolean;
begin
  select bool_or(vpn.unbind_devices(a.id, p_device)) into v_at_panels
  from unnest(vpn.device_accesses(p_subscription_id)) as a (id);
  return case when v_at_panels then 'unbinding' when v_at_page then 'unbound' else 'not_bound' end;
end
$$;
comment on function vpn.unbind(bigint, bigint) is
  'Unbinds a device of a subscription (an id in vpn.devices or vpn.page_devices; null: all of them). Returns unbinding (a panel is told), unbound (it is gone) or not_bound (no such device is known, or it is being unbound).';
