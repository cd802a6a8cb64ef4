-- Before the end of the last reading, because a provider may list late what was paid in time. From a full hour, so
-- that the days read from there end after now: providers count in whole seconds.
create or replace function billing.list_from(p_provider billing.providers) returns timestamptz
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return date_trunc(
    'hour',
    coalesce(p_provider.listed_to, app.now()) - make_interval(hours => 24 * app.setting('reconcile_days')::integer),
    'UTC'
  );
end
$$;
comment on function billing.list_from(billing.providers) is
  'Returns from when on to read a provider''s list next, UTC: the setting reconcile_days before the end of the last reading.';
