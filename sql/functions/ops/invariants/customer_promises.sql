-- The counterpart of ops.invariants from the customer's side: the data can be consistent although a customer was
-- wronged.
create or replace view ops.customer_promises as
with broken as (
  select b.promise, count(*) as broken, array_agg(b.subject) as subjects
  from ops.broken_promises as b
  group by b.promise
)

select
  p.name,
  b.broken is null as ok,
  coalesce(b.broken || ' broken: ' || array_to_string(b.subjects[1:3], '; '), p.says) as detail
from ops.promise_definitions as p
left join broken as b on b.promise = p.name
order by p.position;
comment on view ops.customer_promises is
  'Whether the promises to customers are kept, looked at now. ops.checks shows the last results of the jobs.';
comment on column ops.customer_promises.name is 'The promise, see ops.promise_definitions.';
comment on column ops.customer_promises.ok is 'Whether it is kept.';
comment on column ops.customer_promises.detail is
  'What was promised, or the number of cases that break it and three of them; all: ops.broken_promises.';
