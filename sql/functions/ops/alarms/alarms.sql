create or replace view ops.alarms as
select c.name, c.state, c.detail, c.broken_since, c.checked_at
from ops.checks as c
where c.state <> 'ok';
comment on view ops.alarms is
  'All checks and alarms that are not known to be well: broken, or unknown because there is no recent result.';
comment on column ops.alarms.name is 'The check or alarm; its kind: ops.alarm_kinds.';
comment on column ops.alarms.state is 'broken, or unknown: never checked, checked too long ago, or the check failed.';
comment on column ops.alarms.detail is 'What was found, or why it could not be looked at.';
comment on column ops.alarms.broken_since is
  'When it was found broken first, machine time, UTC; null where no alarm of it is raised.';
comment on column ops.alarms.checked_at is 'When it was looked at last, machine time, UTC; null for never.';
