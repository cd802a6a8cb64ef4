-- A lane that backs off, rests or is leased until a time of a clock that was ahead would wait for hours. Nothing
-- distinguishes it from a lane that should wait for a minute, so all waiting lanes become due now, once. A lease then
-- ends as if it were taken now.
create or replace function outbox._wake_lanes() returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now constant timestamptz := clock_timestamp();
  v_count integer;
begin
  update outbox.lanes as l
  set ready_at = late.due_at, rests_until = case when l.rests_until is not null then v_now end
  from (
    select o.topic, o.lane, o.priority, v_now + case when o.token is null then '0' else t.lease end as due_at
    from outbox.lanes as o
    join outbox.topics as t on t.name = o.topic
    where o.ready_at > v_now + case when o.token is null then '0' else t.lease end
    order by o.topic, o.lane, o.priority
    for no key update of o skip locked
  ) as late
  where l.topic = late.topic and l.lane = late.lane and l.priority = late.priority;
  get diagnostics v_count = row_count;
  return v_count;
end
$$;
comment on function outbox._wake_lanes() is
  'Makes every waiting lane due, and shortens leases that are longer than those of their topic. Call it when the clock was set back. Returns how many lanes it changed.';
