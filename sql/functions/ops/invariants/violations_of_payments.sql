create or replace view ops.violations_of_payments as
select c.invariant, c.subject from ops.violations_of_credits as c
union all
select r.invariant, r.subject from ops.violations_of_refunds as r
union all
select o.invariant, o.subject from ops.violations_of_operations as o;
comment on view ops.violations_of_payments is
  'Cases that break ops.invariants in payments, suspense, refunds, disputes and operations by hand. Empty if all is well.';
