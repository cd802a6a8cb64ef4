create or replace function billing.begin_or_park(p_subscription_id bigint) returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform billing.begin_periods(array[p_subscription_id]);
  return 0;
exception when others then
  if not jobs.is_fault_of_row(sqlstate) then
    raise;
  end if;
  perform jobs.park('begin_due', s.id, s.period_number, sqlstate, sqlerrm)
  from billing.subscriptions as s
  where s.id = p_subscription_id;
  return 1;
end
$$;
comment on function billing.begin_or_park(bigint) is
  'Processes the beginning of a subscription, or parks it; returns how many were parked. The caller holds its locks. Raises only faults that are not a row''s own.';
