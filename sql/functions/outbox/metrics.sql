-- The listener reads no views.
create or replace function outbox.metrics()
returns table (name text, type text, help text, labels jsonb, value double precision)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select m.name, m.type, m.help, m.labels, m.value from ops.metrics as m order by m.name
$$;
comment on function outbox.metrics() is
  'Returns ops.metrics for METRICS_PORT of the listener, the rows of one metric together.';
