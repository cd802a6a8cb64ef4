-- Tells the business that a message will not be sent. A failing hook must not keep the message alive: its error is
-- recorded with the dead letter.
create or replace function outbox._dead(
  p_hook text, p_lane text, p_payload jsonb, p_reason text, p_error text
)
returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: performance_warnings = off
-- (the checker cannot see what the hook does, nor that it is volatile)
begin
  execute format('select %I.%I($1, $2, $3, $4)', split_part(p_hook, '.', 1), split_part(p_hook, '.', 2))
  using p_lane, p_payload, p_reason, p_error;
  return null;
exception
  when deadlock_detected or serialization_failure or lock_not_available then
    raise;
  when others then
    return format('%s: %s (%s)', p_hook, sqlerrm, sqlstate);
end
$$;
comment on function outbox._dead(text, text, jsonb, text, text) is
  'Takes a dead hook and its arguments. Returns null, or the error of the hook, whose work is then rolled back.';
