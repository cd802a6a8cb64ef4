create or replace function app.export_sent(p_lane text, p_payload jsonb, p_result jsonb) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (a hook does not need its lane and its result)
declare
  v_id constant bigint := (p_payload ->> 'export')::bigint;
begin
  update app.exports as e set sent = e.sent + 1 where e.id = v_id;
  delete from app.export_slices as s
  where s.export_id = v_id and s.number / app.export_slices_per_file() = (p_payload ->> 'file')::integer - 1;
end
$$;
comment on function app.export_sent(text, jsonb, jsonb) is
  'Done hook of app.export: counts the file, and deletes its rows.';
