-- Nothing reads the panels' counters yet.
create or replace function vpn.used_bytes(p_subscription_id bigint) returns bigint
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return null;
end
$$;
comment on function vpn.used_bytes(bigint) is
  'Returns how much traffic a subscription has used since traffic_from of its desired state, in bytes; null where it is not known.';
