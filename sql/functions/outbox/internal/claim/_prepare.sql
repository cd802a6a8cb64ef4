-- Asks the business what to send as of now. A failing hook must not stop its neighbours: the message waits, and is
-- given up in the end if the fault is its own. A conflict with another transaction is raised, and the consumer
-- repeats the whole claim.
create or replace function outbox._prepare(p_hook text, p_lane text, p_payload jsonb)
returns jsonb
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: performance_warnings = off
-- (the checker cannot see what the hook does, nor that it is volatile)
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
  'Takes a prepare hook and its arguments. Returns {"payload": ...}; {"error": text} when the hook failed because of this message; {"trouble": text} when it failed for another reason; or null when the message is no longer true.';
