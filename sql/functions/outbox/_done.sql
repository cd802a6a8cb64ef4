-- Tells the business that a message went out. The effect has taken place, so a hook that fails must not
-- make it happen again: its message goes to the dead letters, for a person to look at.
create or replace function outbox._done(p_hook text, p_lane text, p_payload jsonb, p_result jsonb)
returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: performance_warnings = off
-- (what a hook does cannot be seen from here, so that it is volatile cannot either)
begin
  execute format('select %I.%I($1, $2, $3)', split_part(p_hook, '.', 1), split_part(p_hook, '.', 2))
  using p_lane, p_payload, p_result;
  return null;
exception
  when deadlock_detected or serialization_failure or lock_not_available then
    raise;
  when others then
    return format('%s: %s (%s)', p_hook, sqlerrm, sqlstate);
end
$$;
comment on function outbox._done(text, text, jsonb, jsonb) is
  'Takes a done hook and its arguments. Returns null, or the error of the hook, whose work is then undone.';
