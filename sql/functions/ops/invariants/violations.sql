-- Lists every violation, for the operator who sees a false line in ops.invariants.
create or replace view ops.violations as
select l.invariant, l.subject from ops.violations_of_ledger as l
union all
select b.invariant, b.subject from ops.violations_of_billing as b
union all
select t.invariant, t.subject from ops.violations_of_trials as t
union all
select p.invariant, p.subject from ops.violations_of_payments as p
union all
select c.invariant, c.subject from ops.violations_of_promo as c
union all
select w.invariant, w.subject from ops.violations_of_rewards as w
union all
select g.invariant, g.subject from ops.violations_of_gifts as g
union all
select u.invariant, u.subject from ops.violations_of_upkeep as u
union all
select v.invariant, v.subject from ops.violations_of_vpn as v
union all
select q.invariant, q.subject from ops.violations_of_queues as q
union all
select r.invariant, r.subject from ops.violations_of_roles as r
union all
select w.invariant, w.subject from ops.violations_of_withdrawals as w;
comment on view ops.violations is
  'Each case that breaks one of ops.invariants. Reads whole tables; `where invariant = ...` reads only those that it needs.';
comment on column ops.violations.invariant is 'Which one, see ops.invariant_definitions.';
comment on column ops.violations.subject is 'What breaks it, for an operator: the thing by its id.';
