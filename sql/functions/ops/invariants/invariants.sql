-- Shows each invariant with whether the data satisfies it. Constraints and triggers enforce them; this independent
-- check would reveal that one of these had been switched off.
create or replace view ops.invariants as
with violations as (
  select v.invariant, count(*) as broken, array_agg(v.subject) as subjects
  from ops.violations as v
  group by v.invariant
)

select
  p.name,
  v.broken is null as ok,
  coalesce(v.broken || ' broken: ' || array_to_string(v.subjects[1:3], '; '), p.says) as detail
from ops.invariant_definitions as p
left join violations as v on v.invariant = p.name
order by p.position;
comment on view ops.invariants is
  'Whether the data satisfies every invariant, looked at now. Reads the whole ledger: minutes on a large one. jobs.alarms shows what the jobs found last.';
comment on column ops.invariants.name is 'The invariant, see ops.invariant_definitions.';
comment on column ops.invariants.ok is 'Whether the data satisfies it.';
comment on column ops.invariants.detail is
  'What has to be so, or the number of cases that break it and three of them; all: ops.violations.';
