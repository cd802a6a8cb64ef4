-- For the watchdog of the listener; see jobs.alarm_told.
create or replace function outbox.alarm_told(
  p_group bigint, p_user_id bigint, p_shape text, p_message_id bigint, p_sounded boolean
)
returns void
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select jobs.alarm_told(p_group, p_user_id, p_shape, p_message_id, p_sounded)
$$;
comment on function outbox.alarm_told(bigint, bigint, text, bigint, boolean) is
  'Records whether a message about alarms was told, see jobs.alarm_told.';
