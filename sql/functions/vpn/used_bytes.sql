-- Each panel counts by itself, so the highest count is shown. A count from before the panel was told to start again
-- says nothing.
create or replace function vpn.used_bytes(p_subscription_id bigint) returns bigint
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select max(u.used_bytes)
    from vpn.desired as d
    join vpn.access as a on a.subscription_id = d.subscription_id and a.state <> 'leaving'
    join vpn.usage as u on u.access_id = a.id
    where d.subscription_id = p_subscription_id and a.traffic_from is not distinct from d.traffic_from
  );
end
$$;
comment on function vpn.used_bytes(bigint) is
  'Returns how much traffic a subscription has used since traffic_from of its desired state, in bytes, as its panels said last; null where they do not tell.';
