-- The same as ops.invariants, from the customer's side: the data can be true and the customer still not whole.
create or replace view ops.customer_promises as
with broken as (
  select b.promise, count(*) as broken, array_agg(b.subject) as subjects
  from ops.broken_promises as b
  group by b.promise
)

select
  p.name,
  b.broken is null as ok,
  coalesce(b.broken || ' broken: ' || array_to_string(b.subjects[1:3], '; '), p.promise) as detail
from ops.promise_definitions as p
left join broken as b on b.promise = p.name
order by p.position;
comment on view ops.customer_promises is
  'Whether what customers were promised is kept; detail says which, or what breaks it (all of it: ops.broken_promises). What jobs found last is in ops.checks.';
