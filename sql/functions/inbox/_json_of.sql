-- The type json and not jsonb: it takes numbers of any size, and is nested as deep as the stack allows (some ten
-- thousand). A cast looks at the form alone; reading a field looks into every string.
create or replace function inbox._json_of(p_raw bytea) returns json
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_json json;
begin
  begin
    v_json := convert_from(p_raw, 'UTF8')::json;
    perform v_json -> '';
    return v_json;
  exception when data_exception then
    v_json := inbox._readable(p_raw)::json;
    perform v_json -> '';
    return v_json;
  end;
exception when data_exception or program_limit_exceeded then
  return null;
end
$$;
comment on function inbox._json_of(bytea) is
  'Takes the bytes of an event; returns them as JSON in which every field can be read, or null when they are none.';
