-- Gives lost time back, one customer per batch, so that the locks of two customers are never held together.
create or replace function billing.make_up_late(p_limit integer) returns jobs.step
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_late vpn.late_deliveries;
  v_done integer := 0;
  v_parked integer := 0;
begin
  for v_late in
    select d.*
    from vpn.late_deliveries as d
    where d.made_up_at is null
      and not exists (
        select from jobs.parked as p
        where p.job = 'make_up_late' and p.row_id = d.subscription_id and p.retry_at > app.now()
      )
    order by d.delivered_at
    limit p_limit
    for no key update skip locked
  loop
    begin
      perform billing.make_up(v_late);
      delete from jobs.parked as p where p.job = 'make_up_late' and p.row_id = v_late.subscription_id;
    exception when others then
      if not (jobs.is_fault_of_row(sqlstate) and app.within_brake('park', 1)) then
        raise;
      end if;
      perform jobs.park('make_up_late', v_late.subscription_id, 1, sqlstate, sqlerrm);
      v_parked := v_parked + 1;
    end;
    v_done := v_done + 1;
  end loop;
  return (v_done - v_parked, v_parked, v_done = p_limit);
end
$$;
comment on function billing.make_up_late(integer) is
  'Handles up to p_limit rows of vpn.late_deliveries, oldest first: see billing.make_up. Parks those that fail for an hour, and returns whether more may wait.';
