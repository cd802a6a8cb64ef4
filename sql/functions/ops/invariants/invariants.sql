-- The promises of the house, each with whether the data keeps it. Constraints and triggers enforce them; this
-- is the second look that would notice if one was ever switched off.
create or replace view ops.invariants as
with violations as (
  select v.invariant, count(*) as broken, array_agg(v.subject) as subjects
  from ops.violations as v
  group by v.invariant
)

select
  p.name,
  v.broken is null as ok,
  coalesce(v.broken || ' broken: ' || array_to_string(v.subjects[1:3], '; '), p.promise) as detail
from ops.invariant_definitions as p
left join violations as v on v.invariant = p.name
order by p.position;
comment on view ops.invariants is
  'Whether the data keeps every promise; detail says which, or what breaks it (all of it: ops.violations). Reads the whole ledger: minutes on a large one. What the jobs found last is in jobs.alarms.';
