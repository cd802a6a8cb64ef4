-- The heartbeat of a bot; see outbox._heartbeat.
create or replace function inbox.heartbeat(
  p_id uuid, p_host text, p_pid integer, p_version text, p_counters jsonb
)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform outbox._heartbeat('bot', p_id, p_host, p_pid, p_version, p_counters);
end
$$;
comment on function inbox.heartbeat(uuid, text, integer, text, jsonb) is
  'Takes the id of the process, its host, pid, version, and counters by topic.';
