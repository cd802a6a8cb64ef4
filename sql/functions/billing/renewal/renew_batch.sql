-- Renews due subscriptions, a batch at a time; the job commits in between. A batch that fails is claimed again and
-- tried in slices; that claim is outside their exception blocks, so that its locks survive whatever happens to them.
--
-- A batch that does not fail is claimed and written in one subtransaction. With the claim outside of it, one
-- transaction id locked each row and another updated it. The old row versions carried both, so that no index could
-- mark them dead, and each claim had to scan everything that the run had done (26 ms for the first of a hundred
-- batches of 1000, 67 ms for the last).
--
-- Each row costs 1.24 million instructions: period and access 25 %, ledger 23 %, two messages 22 %, claim and rules
-- 16 %, subscription and audit 11 %. It writes 5 kB of WAL. See docs/scaling.md.
create or replace function billing.renew_batch(p_limit integer) returns jobs.step
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_due bigint[];
  v_ids bigint[];
  v_failed integer := 0;
  v_parked integer := 0;
begin
  begin
    v_due := billing.due_to_renew(p_limit);
    v_ids := billing.unparked('renew_due', v_due);
    if v_ids is not null then
      perform billing.apply_due('renew_due', v_ids);
      delete from jobs.parked as p where p.job = 'renew_due' and p.row_id = any (v_ids);
    end if;
  exception when others then
    if not jobs.is_fault_of_row(sqlstate) then
      raise;
    end if;
    v_due := billing.due_to_renew(p_limit);
    v_ids := billing.unparked('renew_due', v_due);
    v_failed := billing.apply_slices('renew_due', v_ids);
    v_parked := jobs.keep_parked('renew_due', v_ids, v_failed);
  end;
  -- The next run handles rows that failed and are not parked, else this run would not end.
  return (
    coalesce(cardinality(v_ids), 0) - v_failed, v_parked,
    coalesce(cardinality(v_due) = p_limit, false) and v_parked = v_failed
  );
end
$$;
comment on function billing.renew_batch(integer) is
  'Handles up to p_limit subscriptions whose renew_at has come: charges and extends them or tells their users why not, parks those that fail, and returns whether more may be due.';
