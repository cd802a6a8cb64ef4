create or replace view ops.all_promises as
select p.position, p.name, p.checked, p.promise from ops.promises as p
union all
select c.position, c.name, c.checked, c.promise from ops.promises_to_customers as c;
comment on view ops.all_promises is 'What jobs look at: ops.promises and ops.promises_to_customers.';
