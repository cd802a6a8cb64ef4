-- One line for each thing that waits for a person, or for a system outside that does not answer.
create or replace view ops.stuck as
select 'shop' as kind, null::text as subject, null::bigint as id, 1::bigint as count, s.held_because as detail,
  s.changed_at as since
from ops.shop as s
where s.state = 'held'
union all
select 'destination', format('%s %s', o.topic, coalesce(o.destination, 'main')), d.id, coalesce(o.messages, 0)::bigint,
  coalesce(o.pause_reason, o.failing_with, format('late by %s', date_trunc('second', o.late_by))), d.failing_since
from ops.outbox as o
join outbox.destinations as d on d.topic = o.topic and d.name is not distinct from o.destination
where o.state <> 'flowing' or o.late_by > interval '5 minutes'
union all
select 'lane', format('%s %s', l.topic, coalesce(d.name, 'main')), d.id, count(*), max(l.last_error), null
from outbox.lanes as l
join outbox.destinations as d on d.id = l.destination
where l.attempts >= 3 and l.token is null
group by l.topic, d.name, d.id
union all
select 'dead', d.kind, null, count(*), max(d.error), min(d.buried_at)
from outbox.dead_letters as d
where not d.dropped
group by d.kind
union all
select 'parked', p.job, null, count(*), max(p.error), min(p.parked_at)
from jobs.parked as p
group by p.job
union all
select 'refused', r.reason, null, sum(r.times)::bigint, null, min(r.first_at)
from inbox.refused_bodies as r
group by r.reason
union all
select 'brake', b.name, null, b.held::bigint, b.description, b.held_since
from app.brakes as b
where b.held > 0
union all
select 'job', j.name, null, 1, null, j.started_at from ops.overdue_jobs as j
union all
select 'alarm', a.name, null, 1, a.detail, a.since from jobs.alarms as a
union all
select 'access', p.code, p.id, count(*), max(a.last_error), null
from vpn.access as a
join vpn.panels as p on p.id = a.panel_id
where a.last_error is not null
group by p.code, p.id
union all
select 'drift', d.panel, p.id, count(*), max(d.why), min(d.since)
from ops.drift as d
join vpn.panels as p on p.code = d.panel
where d.state in ('held', 'recurring', 'listed')
group by d.panel, p.id;
comment on view ops.stuck is 'What waits for a person, or for a system outside that does not answer.';
comment on column ops.stuck.kind is
  'shop (held), destination (paused, failing or late), lane (failed three times), dead (dead letters), parked (rows that a job skips), refused (bodies that were no events), brake, job (overdue), alarm, access (a panel refused it) or drift.';
comment on column ops.stuck.subject is 'Which of the kind; null for the shop.';
comment on column ops.stuck.id is 'Of the destination or panel; null for the others.';
comment on column ops.stuck.count is 'How many wait.';
comment on column ops.stuck.detail is 'Why; null where the kind says all.';
comment on column ops.stuck.since is 'Since when, UTC; null where it is not known.';
