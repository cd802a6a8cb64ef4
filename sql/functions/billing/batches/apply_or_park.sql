-- A bad row must not delay its neighbours. When a set fails, it is split in eight, recursively, until the bad row
-- stands alone and is parked. One bad row in a batch of 1000 costs about 30 savepoints; row by row it would be 1000,
-- and more than 64 open ones slow every other session down. The locks were taken before the first savepoint and
-- survive each rollback.
create or replace function billing.apply_or_park(p_job text, p_subscription_ids bigint[]) returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  begin
    perform billing.apply_due(p_job, p_subscription_ids);
    return 0;
  exception when others then
    if not jobs.is_fault_of_row(sqlstate) then
      raise;
    end if;
    if cardinality(p_subscription_ids) = 1 then
      perform jobs.park(p_job, s.id, s.period_number, sqlstate, sqlerrm)
      from billing.subscriptions as s
      where s.id = p_subscription_ids[1];
      return 1;
    end if;
  end;
  return billing.apply_slices(p_job, p_subscription_ids);
end
$$;
comment on function billing.apply_or_park(text, bigint[]) is
  'Does what billing.apply_due does for these subscriptions except those that fail; returns how many were parked. The caller holds their locks. Raises only faults that are not a row''s own.';
