create or replace view ops.check_definitions as
select p.position, p.name, p.checked, p.says, p.source from ops.invariant_definitions as p
union all
select c.position, c.name, c.checked, c.says, c.source from ops.promise_definitions as c;
comment on view ops.check_definitions is
  'Everything that jobs check: ops.invariant_definitions and ops.promise_definitions. says: what has to be so.';
