create or replace view ops.check_definitions as
select p.position, p.name, p.checked, p.says, p.source from ops.invariant_definitions as p
union all
select c.position, c.name, c.checked, c.says, c.source from ops.promise_definitions as c;
comment on view ops.check_definitions is
  'Everything that jobs check: ops.invariant_definitions and ops.promise_definitions.';
comment on column ops.check_definitions.position is 'Order in which they are shown.';
comment on column ops.check_definitions.name is 'The check, as in ops.checks; its alarm has the same name.';
comment on column ops.check_definitions.checked is 'How often: hour (job check_invariants) or night (check_history).';
comment on column ops.check_definitions.says is 'What has to be so.';
comment on column ops.check_definitions.source is 'The view of schema ops that has what breaks it.';
