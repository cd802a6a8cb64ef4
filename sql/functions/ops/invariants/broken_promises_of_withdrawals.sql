create or replace view ops.broken_promises_of_withdrawals as
select 'withdrawals_are_settled' as promise, format('withdrawal %s', w.id) as subject
from billing.withdrawals as w
where w.settled_at is null and w.due_at < app.now();
comment on view ops.broken_promises_of_withdrawals is
  'Cases that break ops.customer_promises in withdrawals. Empty if all is well.';
