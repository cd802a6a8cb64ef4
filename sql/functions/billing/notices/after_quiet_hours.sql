-- Computed on the user's clock, so that nine o'clock is nine o'clock on the day on which clocks change, too.
create or replace function billing.after_quiet_hours(p_at timestamptz, p_timezone text) returns timestamptz
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_zone constant text := app.zone_of(p_timezone);
  v_from constant integer := app.setting('quiet_from')::integer;
  v_to constant integer := app.setting('quiet_to')::integer;
  v_local constant timestamp := p_at at time zone v_zone;
  v_hour constant integer := extract(hour from v_local)::integer;
  v_is_quiet constant boolean := case
    when v_from <= v_to then v_hour >= v_from and v_hour < v_to
    else v_hour >= v_from or v_hour < v_to
  end;
begin
  if not v_is_quiet then
    return p_at;
  end if;
  return greatest(
    p_at,
    (date_trunc('day', v_local) + make_interval(days => (v_hour >= v_to)::integer, hours => v_to)) at time zone v_zone
  );
end
$$;
comment on function billing.after_quiet_hours(timestamptz, text) is
  'Takes a time (UTC) and the zone of a user, see app.zone_of. Returns that time, or the end of the quiet hours (settings quiet_from, quiet_to) that it is in.';
