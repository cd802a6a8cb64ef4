-- Asks the business what to send, as of now. A hook that fails must not stop its neighbours: its message waits,
-- and when the fault is the message's own, is given up in the end. What merely collided with another transaction
-- is raised, and the whole claim is repeated.
create or replace function outbox._prepare(p_hook text, p_lane text, p_payload jsonb)
returns jsonb
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: performance_warnings = off
-- (what a hook does cannot be seen from here, so that it is volatile cannot either)
declare
  v_payload jsonb;
begin
  execute format('select %I.%I($1, $2)', split_part(p_hook, '.', 1), split_part(p_hook, '.', 2))
  into v_payload
  using p_lane, p_payload;
  return case when v_payload is not null then jsonb_build_object('payload', v_payload) end;
exception
  when deadlock_detected or serialization_failure or lock_not_available then
    raise;
  when others then
    return jsonb_build_object(
      case when jobs.is_fault_of_row(sqlstate) then 'error' else 'trouble' end,
      format('%s: %s (%s)', p_hook, sqlerrm, sqlstate)
    );
end
$$;
comment on function outbox._prepare(text, text, jsonb) is
  'Takes a prepare hook and its arguments. Returns {"payload": ...}, {"error": text} when the hook failed for what this message is, {"trouble": text} when it is not the message''s fault, or null when the message is no longer true.';
