create or replace function billing.grace() returns interval
language sql
stable
as $$
  select pg_catalog.make_interval(hours => app.setting('grace_hours')::integer)
$$;
comment on function billing.grace() is
  'Returns how long access is kept after the end of a period that may still be renewed (setting grace_hours).';
