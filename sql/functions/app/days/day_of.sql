create or replace function app.day_of(p_at timestamptz) returns date
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select (p_at at time zone app.zone_of('UTC'))::date
$$;
comment on function app.day_of(timestamptz) is 'Returns which day it is in the shop (setting timezone).';
