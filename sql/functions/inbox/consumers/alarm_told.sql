-- For the watchdog of the bot; see jobs.alarm_told.
create or replace function inbox.alarm_told(
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
comment on function inbox.alarm_told(bigint, bigint, text, bigint, boolean) is
  'Notes that a message about alarms was told, or was not, see jobs.alarm_told.';
