-- Renews what is due, a batch at a time; the job commits in between. The claim stands outside of any exception
-- block: its locks hold whatever becomes of the batch.
create or replace function billing.renew_batch(p_limit integer) returns jobs.step
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_due constant bigint[] := billing.due_to_renew(p_limit);
  v_ids constant bigint[] := jobs._unparked('renew_due', v_due);
  v_parked integer;
begin
  if v_ids is null then
    return (0, 0, coalesce(cardinality(v_due) = p_limit, false));
  end if;
  v_parked := billing.renew_safely(billing.renewals_of(v_ids), 'job:renew_due');
  return (cardinality(v_ids) - v_parked, v_parked, cardinality(v_due) = p_limit);
end
$$;
comment on function billing.renew_batch(integer) is
  'Looks at up to p_limit subscriptions whose renew_at has come: charges and extends them or tells their users why not, parks those that fail, and says whether more may be due.';
