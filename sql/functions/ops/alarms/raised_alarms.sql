create or replace view ops.raised_alarms as
select coalesce(a.name, t.name) as name, coalesce(a.detail, t.detail) as detail, t.told_by
from jobs.alarms as a
full join outbox.troubles as t on t.name = a.name;
comment on view ops.raised_alarms is 'What is raised now, by jobs or found by a process, each name once.';
comment on column ops.raised_alarms.name is 'The alarm; its kind: ops.alarm_kinds.';
comment on column ops.raised_alarms.detail is 'What was found.';
comment on column ops.raised_alarms.told_by is
  'The process that found it, bot or listener; null for an alarm of a job.';
