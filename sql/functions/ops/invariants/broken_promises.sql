create or replace view ops.broken_promises as
select a.promise, a.subject from ops.broken_promises_of_access as a
union all
select r.promise, r.subject from ops.broken_promises_of_refunds as r
union all
select c.promise, c.subject from ops.broken_promises_of_announcements as c
union all
select m.promise, m.subject from ops.broken_promises_of_money as m
union all
select p.promise, p.subject from ops.broken_promises_of_payments as p
union all
select w.promise, w.subject from ops.broken_promises_of_word as w
union all
select h.promise, h.subject from ops.broken_promises_of_choices as h
union all
select s.promise, s.subject from ops.broken_promises_of_screens as s
union all
select n.promise, n.subject from ops.broken_promises_of_warning as n
union all
select o.promise, o.subject from ops.broken_promises_of_withdrawals as o;
comment on view ops.broken_promises is
  'Each case that breaks one of ops.customer_promises; `where promise = ...` reads only the tables that it needs.';
comment on column ops.broken_promises.promise is 'Which one, see ops.promise_definitions.';
comment on column ops.broken_promises.subject is 'What breaks it, for an operator: the thing by its id.';
