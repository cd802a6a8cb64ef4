-- A consumer reports its state every few seconds. The rows of dead consumers stay for a day, as a trace.
create or replace function outbox._heartbeat(
  p_consumer text, p_id uuid, p_host text, p_pid integer, p_version text, p_counters jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform jobs.note_time();
  insert into outbox.consumers as c (id, name, host, pid, version, counters)
  values (p_id, p_consumer, p_host, p_pid, p_version, p_counters)
  on conflict (id) do update set seen_at = clock_timestamp(), counters = excluded.counters;
  delete from outbox.consumers as c where c.seen_at < clock_timestamp() - interval '1 day';
end
$$;
comment on function outbox._heartbeat(text, uuid, text, integer, text, jsonb) is
  'Takes the consumer (listener or bot), the id of the process, its host, pid, version and counters.';
