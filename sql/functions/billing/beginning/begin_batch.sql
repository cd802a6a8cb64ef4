-- Processes due beginnings, a batch at a time. A batch that fails is tried in slices, see billing.apply_or_park.
create or replace function billing.begin_batch(p_limit integer) returns jobs.step
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_due constant bigint[] := billing.due_to_begin(p_limit);
  v_ids constant bigint[] := billing.unparked('begin_due', v_due);
  v_failed integer := 0;
  v_parked integer := 0;
begin
  begin
    perform billing.apply_due('begin_due', v_ids);
    delete from jobs.parked as p where p.job = 'begin_due' and p.row_id = any (v_ids);
  exception when others then
    if not jobs.is_fault_of_row(sqlstate) then
      raise;
    end if;
    v_failed := billing.apply_slices('begin_due', v_ids);
    v_parked := jobs.keep_parked('begin_due', v_ids, v_failed);
  end;
  -- The next run handles rows that failed and are not parked, else this run would not end.
  return (
    coalesce(cardinality(v_ids), 0) - v_failed, v_parked,
    coalesce(cardinality(v_due) = p_limit, false) and v_parked = v_failed
  );
end
$$;
comment on function billing.begin_batch(integer) is
  'Processes the beginnings of up to p_limit subscriptions, parks those that fail, and returns whether more may be due.';
