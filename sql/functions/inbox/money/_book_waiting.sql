-- The bot books a payment as soon as it sees the update; this job step books what no bot has booked. A payment is
-- never given up: one that fails is retried at every run and does not stop the others.
create or replace function inbox._book_waiting(p_limit integer) returns jobs.step
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  -- Machine time: moving the business clock must not delay a payment.
  v_before constant timestamptz := clock_timestamp() - interval '30 seconds';
  v_event inbox.money_events;
  v_tried integer := 0;
  v_booked integer := 0;
begin
  for v_event in
    select e.*
    from inbox.money_events as e
    where e.closed_at is null
      and e.outcome is null
      and e.received_at < v_before
      and (e.tried_at < v_before) is not false
    order by e.tried_at nulls first, e.received_at, e.id
    limit p_limit
    for no key update skip locked
  loop
    v_tried := v_tried + 1;
    begin
      if v_event.kind = 'refund' then
        perform inbox._book_refund(v_event);
      else
        perform inbox._book_event(v_event, false);
      end if;
      v_booked := v_booked + 1;
    exception when others then
      update inbox.money_events as e
      set attempts = e.attempts + 1, tried_at = clock_timestamp(), last_error = format('%s: %s', sqlstate, sqlerrm)
      where e.id = v_event.id;
    end;
  end loop;
  return (v_booked, 0, v_tried >= p_limit);
end
$$;
comment on function inbox._book_waiting(integer) is
  'Takes the maximum number of payments and refunds to book, among those that events reported at least half a minute ago. done counts the booked ones; one that fails keeps its error and is tried again.';
