create or replace function billing.is_restricted(p_subscription_id bigint) returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return coalesce(
    (select d.restricted from vpn.desired as d where d.subscription_id = p_subscription_id), false
  ) and billing.restricts_grace(p_subscription_id);
end
$$;
comment on function billing.is_restricted(bigint) is
  'Whether access to a subscription is restricted now: its grace has begun, its plan says so, and one of its panels can.';
