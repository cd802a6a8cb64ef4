-- A result counts as known for twice the interval at which its job runs. A result whose time lies in the future was
-- recorded by a clock that was ahead, and does not count.
create or replace view ops.checks as
with late as (
  select
    case j.name when 'check_history' then 'night' else 'hour' end as checked,
    2 * jobs.every(j.schedule) + interval '15 minutes' as after
  from jobs.jobs as j
  where j.name in ('check_history', 'check_invariants')
)

select
  coalesce(p.name, a.name) as name,
  case
    when p.name is not null and (
      c.error is null and c.checked_at between clock_timestamp() - l.after and clock_timestamp()
    ) is not true
      then 'unknown'
    when a.name is not null then 'broken'
    else 'ok'
  end as state,
  coalesce(c.error, a.detail, p.says) as detail,
  a.since as broken_since,
  coalesce(c.checked_at, a.seen_at) as checked_at,
  c.took
from ops.check_definitions as p
left join late as l on l.checked = p.checked
left join jobs.checks as c on c.name = p.name
full join jobs.alarms as a on a.name = p.name
order by p.position, a.name;
comment on view ops.checks is
  'Every check (of an invariant or a promise), and every alarm that is raised. Times are machine time, UTC.';
comment on column ops.checks.name is 'The check (ops.check_definitions) or the alarm.';
comment on column ops.checks.state is
  'ok, broken, or unknown: never checked, checked too long ago, or the check failed.';
comment on column ops.checks.detail is 'What was found, why it could not be looked at, or what has to be so.';
comment on column ops.checks.broken_since is 'When it was found broken first; null where no alarm of it is raised.';
comment on column ops.checks.checked_at is 'When it was looked at last; null for never.';
comment on column ops.checks.took is
  'How long the look took; null for an alarm that is no check, and for one that was never looked at.';
