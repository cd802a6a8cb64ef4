create or replace function jobs.clock_difference(p_ahead interval) returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_seconds constant numeric := extract(epoch from p_ahead);
begin
  return format(
    '%s %s',
    case
      when abs(v_seconds) < 7200 then format('%s minutes', round(abs(v_seconds) / 60))
      when abs(v_seconds) < 172800 then format('%s hours', round(abs(v_seconds) / 3600))
      else format('%s days', round(abs(v_seconds) / 86400))
    end,
    case when v_seconds > 0 then 'ahead of' else 'behind' end
  );
end
$$;
comment on function jobs.clock_difference(interval) is
  'Returns a difference between two clocks in words, such as "3 hours ahead of" or "5 minutes behind".';
