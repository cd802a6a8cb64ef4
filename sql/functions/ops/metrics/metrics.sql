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
  'The database''s figures for Prometheus: name, labels (an object of texts), value (NaN: unknown; Infinity), help, type. What a process did itself is in its own metrics. /metrics of the bot and of a listener with METRICS_PORT shows them.';
