-- All that Prometheus has to know from the database, as rows: bot and listener hand it on without knowing what it is.
create or replace view ops.metrics as
select d.name, m.labels, m.value, d.help, d.type
from (
  select * from ops.metrics_of_shop
  union all
  select * from ops.metrics_of_queues
  union all
  select * from ops.metrics_of_money
  union all
  select * from ops.metrics_of_jobs
  union all
  select * from ops.metrics_of_checks
  union all
  select * from ops.metrics_of_database
) as m
join ops.metric_definitions() as d on d.name = m.name;
comment on view ops.metrics is
  'The database''s figures for Prometheus. What a process did itself is in its own metrics. /metrics of the bot and of a listener with METRICS_PORT shows them.';
comment on column ops.metrics.name is 'Name of the metric.';
comment on column ops.metrics.labels is 'An object of texts; null for no labels.';
comment on column ops.metrics.value is 'NaN: unknown; Infinity: without end.';
comment on column ops.metrics.help is 'What it means and counts.';
comment on column ops.metrics.type is 'gauge or counter.';
