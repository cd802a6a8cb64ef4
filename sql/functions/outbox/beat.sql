-- The name of outbox.heartbeat in 0.2.0, whose programs may be running still. Goes with the release after 0.3.0.
create or replace function outbox.beat(
  p_id uuid, p_host text, p_pid integer, p_version text, p_counters jsonb
)
returns void
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select outbox.heartbeat(p_id, p_host, p_pid, p_version, p_counters)
$$;
comment on function outbox.beat(uuid, text, integer, text, jsonb) is
  'Deprecated, see outbox.heartbeat.';
