create or replace view ops.metrics_of_checks as
with checks as (
  select c.name, c.state, p.name is not null as is_promise
  from ops.checks as c
  left join ops.promise_definitions as p on p.name = c.name
)

select
  case when c.is_promise and k.promises then 'tickover_promise_broken' else 'tickover_invariant_broken' end as name,
  jsonb_build_object('name', c.name) as labels,
  case c.state when 'ok' then 0 when 'broken' then 1 else 'NaN'::double precision end as value
from checks as c
cross join (values (false), (true)) as k (promises)
where c.is_promise or not k.promises
union all
select 'tickover_alarm', jsonb_build_object('name', a.name), 1 from jobs.alarms as a
union all
select 'tickover_checks_unknown', '{}', count(*) filter (where c.state = 'unknown') from checks as c
union all
select 'tickover_alarms', '{}', count(*) filter (where c.state = 'broken') from checks as c;
comment on view ops.metrics_of_checks is
  'Part of ops.metrics: the last result of each check, of which those of promises to customers once more by themselves, and raised alarms.';
