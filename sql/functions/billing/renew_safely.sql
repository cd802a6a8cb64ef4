-- As billing.expire_safely: when the set fails it is split in eight, until the bad row stands alone and is parked.
create or replace function billing.renew_safely(p_renewals billing.renewal[], p_actor text) returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_count integer := cardinality(p_renewals);
  v_slice integer := (v_count + 7) / 8;
  v_parked integer;
begin
  begin
    perform billing.renew_apply(p_renewals, p_actor);
    return 0;
  exception when others then
    -- No fault of a row: the run fails, and the next one tries again.
    if left(sqlstate, 2) in ('40', '42', '53', '55', '57', '58') then
      raise;
    end if;
    if v_count = 1 then
      insert into jobs.parked as p (job, row_id, sqlstate, error)
      values ('renew_due', p_renewals[1].subscription_id, sqlstate, sqlerrm)
      on conflict (job, row_id) do update
      set sqlstate = excluded.sqlstate, error = excluded.error, parked_at = default;
      return 1;
    end if;
  end;

  select sum(billing.renew_safely(p_renewals[i.first:i.first + v_slice - 1], p_actor))::integer
  into v_parked
  from generate_series(1, v_count, v_slice) as i (first);
  return v_parked;
end
$$;
comment on function billing.renew_safely(billing.renewal[], text) is
  'Writes these renewals, or all of them but the ones that fail; returns how many were parked. p_actor: for the audit. The caller holds their locks. Raises only what is no fault of a row.';
