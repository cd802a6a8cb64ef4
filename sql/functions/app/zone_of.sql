-- The one place that says what UTC in app.users.timezone means.
create or replace function app.zone_of(p_timezone text) returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return app.known_zone(case p_timezone when 'UTC' then app.setting('timezone') #>> '{}' else p_timezone end);
end
$$;
comment on function app.zone_of(text) is
  'Takes a user''s timezone and returns the IANA zone of his clock: the setting timezone for UTC, which is what users have who chose none. UTC for a zone that is not known here, see app.known_zone.';
