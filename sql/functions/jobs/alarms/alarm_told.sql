-- An alarm that could not be told is released at once; its time puts it behind those that were not tried.
create or replace function jobs.alarm_told(
  p_group bigint, p_user_id bigint, p_shape text, p_message_id bigint, p_sounded boolean
) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  update jobs.alarm_messages as m
  set
    taken_at = case when p_shape is null then m.taken_at - interval '1 minute' end,
    shape = coalesce(p_shape, m.shape),
    message_id = coalesce(p_message_id, m.message_id),
    sounded_at = case when p_sounded then clock_timestamp() else m.sounded_at end,
    sounded = m.sounded + p_sounded::integer
  where m.group_id = p_group and m.user_id = p_user_id;
end
$$;
comment on function jobs.alarm_told(bigint, bigint, text, bigint, boolean) is
  'Notes that what jobs.take_alarms returned was told: with which message (null: none, or one that is not known), and whether one was sent. Without p_shape it was not, and is told again.';
