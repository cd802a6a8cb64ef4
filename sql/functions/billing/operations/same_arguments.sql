-- Normalises arguments, so that values are compared and not their text: the session's time zone determines how a time
-- is written, its style how an interval is written, and a day of a gift is 24 hours. Older rows contain the text as
-- it was written then.
create or replace function billing.same_arguments(p_arguments jsonb) returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select p_arguments
    || case when p_arguments ->> 'ends_at' is null then '{}' else jsonb_build_object(
      'ends_at', (to_jsonb((p_arguments ->> 'ends_at')::timestamptz at time zone 'UTC') #>> '{}') || 'Z'
    ) end
    || case when p_arguments ->> 'by' is null then '{}' else (
      select jsonb_build_object(
        'by', case when i.months <> 0 then i.months || ' months ' else '' end
          || trim_scale(extract(epoch from i.by - make_interval(months => i.months))) || ' seconds'
      )
      from (
        select g.by, (extract(year from g.by) * 12 + extract(month from g.by))::integer as months
        from (select (p_arguments ->> 'by')::interval as by) as g
      ) as i
    ) end
$$;
comment on function billing.same_arguments(jsonb) is
  'Returns the arguments of an operation in one form for all sessions: ends_at as UTC, by in months and seconds.';
