-- Whether a message must not be given up. A kind with an absolute effect is tried until it is done, and the business
-- may keep single messages, such as an update that contains money. If the hook fails, the message is kept.
create or replace function outbox._keeps(p_message outbox.messages)
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: performance_warnings = off
-- (the checker cannot see what the hook does, nor that it is volatile)
declare
  v_kind outbox.kinds;
  v_keeps boolean;
begin
  select k.* into v_kind from outbox.kinds as k where k.name = p_message.kind;
  if v_kind.tried_until = 'done' then
    return true;
  end if;
  if v_kind.keep is null then
    return false;
  end if;
  execute format('select %I.%I($1, $2)', split_part(v_kind.keep, '.', 1), split_part(v_kind.keep, '.', 2))
  into v_keeps
  using p_message.lane, p_message.payload;
  return coalesce(v_keeps, false);
exception
  when deadlock_detected or serialization_failure or lock_not_available then
    raise;
  when others then
    return true;
end
$$;
comment on function outbox._keeps(outbox.messages) is
  'Takes a message that is about to be given up. Returns whether it is kept waiting instead; see outbox.kinds.';
