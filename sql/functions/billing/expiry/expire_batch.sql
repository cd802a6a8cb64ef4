-- Ends due subscriptions, a batch at a time; the job commits in between. The brake expire holds them if there are more
-- than usual, because a wrong clock, setting or price is more likely than so many customers leaving. One
-- subtransaction claims and writes the batch; only a batch that fails is claimed again and tried in slices: see
-- billing.renew_batch.
--
-- Measured with fsync, 100k of 200k subscriptions due in one minute, three messages each, batches of 1000: 4.1 to 4.8
-- s with two runners, 1.3 to 1.6 times that with 0.1 % bad rows.
create or replace function billing.expire_batch(p_limit integer) returns jobs.step
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
  perform billing.hold_unrenewed();
  begin
    v_due := billing.due_to_expire(p_limit);
    v_ids := billing.unparked('expire_due', v_due);
    if not app.within_brake('expire', coalesce(cardinality(v_ids), 0)) then
      return (0, 0, false);
    end if;
    if v_ids is not null then
      perform billing.apply_due('expire_due', v_ids);
      delete from jobs.parked as p where p.job = 'expire_due' and p.row_id = any (v_ids);
    end if;
  exception when others then
    if not jobs.is_fault_of_row(sqlstate) then
      raise;
    end if;
    v_due := billing.due_to_expire(p_limit);
    v_ids := billing.unparked('expire_due', v_due);
    if not app.within_brake('expire', coalesce(cardinality(v_ids), 0)) then
      return (0, 0, false);
    end if;
    v_failed := billing.apply_slices('expire_due', v_ids);
    v_parked := jobs.keep_parked('expire_due', v_ids, v_failed);
  end;
  return (
    coalesce(cardinality(v_ids), 0) - v_failed, v_parked,
    coalesce(cardinality(v_due) = p_limit, false) and v_parked = v_failed
  );
end
$$;
comment on function billing.expire_batch(integer) is
  'Ends up to p_limit subscriptions that are due, parks those that fail, and returns whether more may be due.';
