-- Counting a million rows takes a tenth of a second. So the count is renewed at most every ten minutes, and only when
-- the fixed allowance of the brake is used up.
create or replace function app._population(p_brake app.brakes) returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: performance_warnings = off
-- (the checker cannot see the function that counts)
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
  'Takes a brake as it was read. Returns the number of which its share is a fraction, at most ten minutes old (business time).';
