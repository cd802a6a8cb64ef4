create or replace function outbox._drop(p_dropped jsonb) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  with dropped as (
    delete from outbox.messages as m
    using jsonb_to_recordset(p_dropped) as r (message tid, destination bigint, attempts integer, reason text)
    where m.ctid = r.message
    returning m.*, r.destination, r.attempts, r.reason
  )
  insert into outbox.dead_letters
    (id, topic, destination, lane, priority, kind, payload, useful_until, enqueued_at, attempts, dropped, reason)
  select
    d.id, d.topic, o.name, d.lane, d.priority, d.kind, d.payload, d.useful_until, d.enqueued_at, d.attempts, true, d.reason
  from dropped as d
  join outbox.destinations as o on o.id = d.destination;
end
$$;
comment on function outbox._drop(jsonb) is
  'Deletes messages that must not be sent any more and records them among the dead letters. Takes [{"message": their ctid, "destination": id, "attempts", "reason"}, ...]; the caller holds the locks of their lanes.';
