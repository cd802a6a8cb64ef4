create or replace function ops.days_of(p_span text, p_back integer) returns table (from_day date, until_day date)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select
    (
      date_trunc(p_span, app.day_of(app.now())::timestamp)
      - make_interval(days => p_back * s.days, months => p_back * s.months)
    )::date,
    (
      date_trunc(p_span, app.day_of(app.now())::timestamp)
      - make_interval(days => (p_back - 1) * s.days, months => (p_back - 1) * s.months)
    )::date
  from (values ('day', 1, 0), ('month', 0, 1)) as s (span, days, months)
  where s.span = p_span
$$;
comment on function ops.days_of(text, integer) is
  'Takes day or month and how many of these ago it is (0: the one that runs). Returns its days in the shop''s zone, half-open [from, until); no row for another span.';
