-- A bad row must not hold up its neighbours: when the set fails, it is split in eight, again and again,
-- until the bad row stands alone and is parked. One bad row in a batch of 1000 costs about 30 savepoints;
-- row by row it would be 1000, and more than 64 open ones slow every other session down. The locks were
-- taken before the first savepoint and survive each rollback.
create or replace function billing.expire_safely(p_subscription_ids bigint[]) returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_count integer := cardinality(p_subscription_ids);
  v_slice integer := (v_count + 7) / 8;
  v_parked integer;
begin
  begin
    perform billing.expire_apply(p_subscription_ids);
    return 0;
  exception when others then
    -- Deadlocks, lock timeouts, shutdowns, a full disk, a function that is missing: no fault of a row. The
    -- run fails, and the next one tries again.
    if left(sqlstate, 2) in ('40', '42', '53', '55', '57', '58') then
      raise;
    end if;
    if v_count = 1 then
      insert into jobs.parked as p (job, row_id, sqlstate, error)
      values ('expire_due', p_subscription_ids[1], sqlstate, sqlerrm);
      return 1;
    end if;
  end;

  select sum(billing.expire_safely(p_subscription_ids[i.first:i.first + v_slice - 1]))::integer
  into v_parked
  from generate_series(1, v_count, v_slice) as i (first);
  return v_parked;
end
$$;
comment on function billing.expire_safely(bigint[]) is
  'Ends these subscriptions, or all of them but the ones that fail; returns how many were parked. The caller holds their locks. Raises only what is no fault of a row.';
