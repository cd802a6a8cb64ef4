-- Looks at due subscriptions, a batch at a time; the job commits in between. A batch that fails is claimed again and
-- tried in slices: see billing.renew_batch.
create or replace function billing.notify_batch(p_limit integer) returns jobs.step
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_ids bigint[];
  v_failed integer := 0;
  v_parked integer := 0;
begin
  begin
    v_ids := billing.due_to_notify(p_limit);
    if v_ids is not null then
      perform billing.apply_due('notify_due', v_ids);
      delete from jobs.parked as p where p.job = 'notify_due' and p.row_id = any (v_ids);
    end if;
  exception when others then
    if not jobs.is_fault_of_row(sqlstate) then
      raise;
    end if;
    v_ids := billing.due_to_notify(p_limit);
    v_failed := billing.apply_slices('notify_due', v_ids);
    v_parked := jobs.keep_parked('notify_due', v_ids, v_failed);
  end;
  return (
    coalesce(cardinality(v_ids), 0) - v_failed, v_parked,
    coalesce(cardinality(v_ids) = p_limit, false) and v_parked = v_failed
  );
end
$$;
comment on function billing.notify_batch(integer) is
  'Looks at up to p_limit subscriptions at which a rule of billing.notice_rules may be due, sends what is due, parks those that fail, and returns whether more may be due.';
