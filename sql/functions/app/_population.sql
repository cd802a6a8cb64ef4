-- Counting a million takes a tenth of a second, so it is done every ten minutes, and only for who has used up what
-- may happen in any shop.
create or replace function app._population(p_brake app.brakes) returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: performance_warnings = off
-- (what counts cannot be seen from here)
declare
  v_population bigint := p_brake.population;
begin
  if p_brake.counted_by is not null and p_brake.counted_at < app.now() - interval '10 minutes' then
    execute format('select %I.%I()', split_part(p_brake.counted_by, '.', 1), split_part(p_brake.counted_by, '.', 2))
    into v_population;
    update app.brakes as b
    set population = v_population, counted_at = app.now()
    where b.name = p_brake.name;
  end if;
  return v_population;
end
$$;
comment on function app._population(app.brakes) is
  'Takes a brake as it was read; returns how many its share is a part of, at most ten minutes old (business time).';
