-- Splits a set that fails until the bad row stands alone, as billing.expire_or_park does.
create or replace function billing.notify_or_park(p_subscription_ids bigint[]) returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  begin
    perform billing.notify_apply(p_subscription_ids);
    return 0;
  exception when others then
    if not jobs.is_fault_of_row(sqlstate) then
      raise;
    end if;
    if cardinality(p_subscription_ids) = 1 then
      perform jobs.park('notify_due', s.id, s.period_number, sqlstate, sqlerrm)
      from billing.subscriptions as s
      where s.id = p_subscription_ids[1];
      return 1;
    end if;
  end;
  return billing.notify_slices(p_subscription_ids);
end
$$;
comment on function billing.notify_or_park(bigint[]) is
  'Does what billing.notify_apply does for these subscriptions except those that fail; returns how many were parked. Raises only faults that are not a row''s own.';
