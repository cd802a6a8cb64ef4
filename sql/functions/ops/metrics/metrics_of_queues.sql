create or replace view ops.metrics_of_queues as
select
  v.name,
  jsonb_build_object('topic', o.topic, 'destination', coalesce(o.destination, 'main')) as labels,
  v.value
from ops.outbox as o
cross join lateral (
  values
    ('tickover_destination_paused_seconds', case
      when o.paused_until = 'infinity' then 'Infinity'
      else coalesce(extract(epoch from o.paused_until - clock_timestamp()), 0)::double precision
    end),
    ('tickover_destination_late_seconds', coalesce(extract(epoch from o.late_by), 0)),
    ('tickover_destination_messages', o.messages),
    ('tickover_destination_retrying', o.retrying),
    ('tickover_destination_dead', o.dead),
    ('tickover_destination_done', o.done),
    ('tickover_destination_failed', o.failed)
) as v (name, value)
union all
select
  'tickover_consumer_alive',
  jsonb_build_object('consumer', c.name, 'host', c.host, 'pid', c.pid::text, 'version', c.version),
  c.alive::integer
from ops.consumers as c;
comment on view ops.metrics_of_queues is
  'Part of ops.metrics: each destination of the outbox and the inbox, and the processes that serve them.';
