-- A zone that was chosen on another system, or before an upgrade of this one, may not be known here: a wrong hour is
-- better than no notice, no screen and no job. The doctor says which those are.
create or replace function app.known_zone(p_zone text) returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  perform '2000-01-01 00:00:00+00'::timestamptz at time zone p_zone;
  return p_zone;
exception when invalid_parameter_value then
  return 'UTC';
end
$$;
comment on function app.known_zone(text) is 'Returns the zone if PostgreSQL knows it, otherwise UTC.';
