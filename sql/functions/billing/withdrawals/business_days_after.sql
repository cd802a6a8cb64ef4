create or replace function billing.business_days_after(p_from timestamptz, p_days integer) returns timestamptz
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
set timezone to 'UTC'
as $$
declare
  v_to timestamptz := p_from;
  v_left integer := p_days;
begin
  while v_left > 0 loop
    v_to := v_to + interval '1 day';
    if extract(isodow from v_to) < 6 then
      v_left := v_left - 1;
    end if;
  end loop;
  return v_to;
end
$$;
comment on function billing.business_days_after(timestamptz, integer) is
  'Returns the same time of day so many business days (Monday to Friday, UTC) later.';
