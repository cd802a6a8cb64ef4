-- Uses json rather than jsonb: json accepts numbers of any size and nesting as deep as the stack allows (some ten
-- thousand levels). The cast checks only the syntax; reading a field also decodes every string.
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
  'Takes the bytes of an event. Returns them as JSON whose fields can all be read, or null when they are not JSON.';
