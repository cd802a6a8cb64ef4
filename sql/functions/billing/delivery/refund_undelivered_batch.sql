-- Refunds what was not delivered by its deadline. If many are due at once, the panel is the cause and the brake
-- holds: a refund helps nobody during an outage that is about to end. A batch is small, because each row has its own
-- savepoint.
create or replace function billing.refund_undelivered_batch(p_limit integer) returns jobs.step
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_due constant bigint[] := billing.due_to_refund(p_limit);
  v_id bigint;
  v_notices jsonb[];
  v_parked integer := 0;
begin
  if v_due is null then
    perform app.hold_brake('refund_undelivered', 0);
    return (0, 0, false);
  end if;
  if not app.within_brake('refund_undelivered', cardinality(v_due)) then
    return (0, 0, false);
  end if;

  foreach v_id in array v_due loop
    begin
      v_notices := v_notices || billing.refund_undelivered(v_id);
      delete from jobs.parked as p where p.job = 'refund_undelivered' and p.row_id = v_id;
    exception when others then
      if not (jobs.is_fault_of_row(sqlstate) and app.within_brake('park', 1)) then
        raise;
      end if;
      perform jobs.park('refund_undelivered', v_id, 1, sqlstate, sqlerrm);
      v_parked := v_parked + 1;
    end;
  end loop;
  perform app.notify_all(v_notices);
  perform app.refresh_screens(array_agg(s.user_id order by s.user_id), 'undelivered')
  from billing.subscriptions as s
  where s.id = any(v_due);
  return (cardinality(v_due) - v_parked, v_parked, cardinality(v_due) = p_limit);
end
$$;
comment on function billing.refund_undelivered_batch(integer) is
  'Refunds what up to p_limit subscriptions paid for and did not get in time, under the brake refund_undelivered. Parks those that fail for an hour, and returns whether more may be due.';
