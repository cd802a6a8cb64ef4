-- The listener says which panels can list devices. Other panels are never asked, and their users see no button.
create or replace function vpn.device_accesses(p_subscription_id bigint) returns bigint[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return array(
    select a.id
    from vpn.access as a
    join vpn.panel_states as t on t.panel_id = a.panel_id
    where a.subscription_id = p_subscription_id
      and a.state <> 'leaving'
      and a.link is not null
      and 'devices' = any (t.capabilities)
    order by a.id
  );
end
$$;
comment on function vpn.device_accesses(bigint) is
  'Returns the accesses of a subscription whose panels can list their devices; empty for none.';
