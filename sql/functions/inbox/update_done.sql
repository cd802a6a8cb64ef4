-- Hook of the kind inbox.update: what was processed is forgotten, but for its id, by which a repeated
-- update is known.
create or replace function inbox.update_done(p_lane text, p_payload jsonb, p_result jsonb)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (a done hook takes the result, which here is nothing)
begin
  update inbox.updates as u
  set processed_at = clock_timestamp(), body = null
  where u.id = (p_payload ->> 'update_id')::bigint and u.lane = p_lane;
end
$$;
comment on function inbox.update_done(text, jsonb, jsonb) is
  'Takes the lane, {"update_id": id of inbox.updates} and the result of processing, which is not kept.';
