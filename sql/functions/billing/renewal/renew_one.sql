create or replace function billing.renew_one(p_subscription_id bigint) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_renewals constant billing.renewal[] := billing.plan_renewals(array[p_subscription_id]);
begin
  begin
    perform billing.renew_apply(v_renewals, 'system');
  exception when others then
    if not jobs.is_fault_of_row(sqlstate) then
      raise;
    end if;
    -- A single failure does not show whose fault it is: the job retries it together with its neighbours.
    perform billing.renew_soon(array[p_subscription_id]);
    return 'failed';
  end;
  if v_renewals[1].outcome = 'renewed' then
    -- The cause of the job's failure is fixed.
    delete from jobs.parked as p where p.job = 'renew_due' and p.row_id = p_subscription_id;
  end if;
  return case v_renewals[1].outcome when 'grace' then 'short' when 'charging' then 'waiting' else v_renewals[1].outcome end;
end
$$;
comment on function billing.renew_one(bigint) is
  'Attempts the auto-renewal of one subscription that is due; returns the outcome, see billing.renew_now. The caller holds billing.lock_user. Raises only faults that are not a row''s own.';
