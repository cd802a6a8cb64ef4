create or replace function vpn.lists_devices(p_subscription_id bigint) returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return vpn.device_accesses(p_subscription_id) <> '{}'
    or exists (select from vpn.page_devices as d where d.subscription_id = p_subscription_id);
end
$$;
comment on function vpn.lists_devices(bigint) is
  'Whether devices of a subscription can be listed: a panel of it can, or its page has seen some.';
