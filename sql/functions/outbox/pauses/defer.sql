-- For a message that is true now but must not be read yet. It delays everything in its lane, so the caller chooses a
-- priority that carries little else. A lane that is being served is not delayed: its order has been decided.
create or replace function outbox.defer(p_topic text, p_lane text, p_priority outbox.priority, p_by interval)
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  update outbox.lanes as l
  set ready_at = greatest(l.ready_at, clock_timestamp() + p_by)
  where l.topic = p_topic and l.lane = p_lane and l.priority = p_priority and l.token is null
$$;
comment on function outbox.defer(text, text, outbox.priority, interval) is
  'Holds the waiting messages of a lane with this priority back for p_by of machine time.';
