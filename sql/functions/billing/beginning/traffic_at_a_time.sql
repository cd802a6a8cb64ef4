create or replace function billing.traffic_at_a_time(p_subscription_id bigint) returns bigint
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select v.data_limit_bytes
    from billing.subscriptions as s
    cross join lateral billing.current_period(s.id) as p
    join billing.plan_versions as v
      on v.plan_id = coalesce(billing.plan_of_period(p), s.plan_id) and v.version = p.plan_version
    where s.id = p_subscription_id
  );
end
$$;
comment on function billing.traffic_at_a_time(bigint) is
  'Returns how much traffic a subscription gets each time that it is counted anew, or that its limit grows (carry-over), in bytes; null for no limit.';
