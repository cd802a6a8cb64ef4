-- Returns the end of the n-th period after an anchor. It is computed from the anchor, because chaining loses days: 31
-- January + 1 month + 1 month is 28 March, 31 January + 2 months is 31 March. It is computed in UTC without a time
-- zone, because timestamptz + '1 month' depends on the session's TimeZone. So the function is immutable and, having
-- no `set`, is inlined where thousands are computed in one statement.
create or replace function billing.add_periods(
  p_anchor timestamptz,
  p_periods integer,
  p_count integer,
  p_unit text
) returns timestamptz
language sql
immutable
as $$
  select (
    (p_anchor at time zone 'UTC')
    + case p_unit
      when 'day' then pg_catalog.make_interval(days => p_periods * p_count)
      when 'month' then pg_catalog.make_interval(months => p_periods * p_count)
    end
  ) at time zone 'UTC'
$$;
comment on function billing.add_periods(timestamptz, integer, integer, text) is
  'p_anchor + p_periods periods of p_count units: day is 24 hours, month a calendar month in UTC (clipped to its last day). Null for an unknown unit.';
