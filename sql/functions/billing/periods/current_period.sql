-- Decided by time alone: a period that was paid for tomorrow, or waits behind another one, does not run yet.
create or replace function billing.current_period(p_subscription_id bigint) returns billing.periods
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_period billing.periods;
begin
  select p.* into v_period
  from billing.periods as p
  where p.subscription_id = p_subscription_id
    and p.closed_at is distinct from p.starts_at
    and p.starts_at <= app.now()
  order by p.number desc
  limit 1;
  return v_period;
end
$$;
comment on function billing.current_period(bigint) is
  'Returns the running period of a subscription, or the last one that ran; null for none.';
