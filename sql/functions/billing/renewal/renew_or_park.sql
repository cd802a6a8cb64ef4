-- Like billing.expire_or_park: a failing set is split in eight, until the bad row stands alone and is parked.
create or replace function billing.renew_or_park(p_renewals billing.renewal[], p_actor text) returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  begin
    perform billing.renew_apply(p_renewals, p_actor);
    return 0;
  exception when others then
    if not jobs.is_fault_of_row(sqlstate) then
      raise;
    end if;
    if cardinality(p_renewals) = 1 then
      perform jobs.park('renew_due', s.id, s.period_number, sqlstate, sqlerrm)
      from billing.subscriptions as s
      where s.id = p_renewals[1].subscription_id;
      return 1;
    end if;
  end;
  return billing.renew_slices(p_renewals, p_actor);
end
$$;
comment on function billing.renew_or_park(billing.renewal[], text) is
  'Writes these renewals except those that fail; returns how many were parked. p_actor: for the audit. The caller holds their locks. Raises only faults that are not a row''s own.';
