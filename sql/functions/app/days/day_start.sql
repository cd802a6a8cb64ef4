create or replace function app.day_start(p_day date) returns timestamptz
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select p_day::timestamp at time zone app.zone_of('UTC')
$$;
comment on function app.day_start(date) is 'Returns when a day begins in the shop (setting timezone), UTC.';
