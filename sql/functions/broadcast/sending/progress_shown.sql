create or replace function broadcast.progress_shown(p_lane text, p_payload jsonb, p_result jsonb) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (a hook does not need its lane)
begin
  update broadcast.broadcasts as b
  set progress_message_id = (p_result ->> 'message_id')::bigint
  where b.id = (p_payload ->> 'broadcast')::bigint
    and b.progress_message_id is distinct from (p_result ->> 'message_id')::bigint;
end
$$;
comment on function broadcast.progress_shown(text, jsonb, jsonb) is
  'Done hook of broadcast.progress: remembers which message is edited from now on. p_result: {"message_id"}.';
