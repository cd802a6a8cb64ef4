-- Checks what people earned and what was paid out of it. Cost: a pass over the withdrawals and over the entries of
-- those who ever asked for one.
create or replace view ops.violations_of_withdrawals as
with open as (
  select w.user_id, w.currency::text as currency, sum(w.amount) as amount
  from billing.withdrawals as w
  where w.settled_at is null
  group by w.user_id, w.currency::text
),

on_hold as (
  select a.user_id, a.currency::text as currency, a.balance
  from ledger.accounts as a
  where a.name = 'withdrawal_hold'
),

taken as (
  select w.user_id, w.currency::text as currency, sum(w.amount - w.owed)::bigint as amount
  from billing.withdrawals as w
  where w.settled_at is null or w.status = 'paid' and w.returned_by is null or w.paid_late_by is not null
  group by w.user_id, w.currency::text
)

select
  'withdrawals_are_held' as invariant,
  format(
    'user %s: %s held, %s asked for, %s',
    coalesce(h.user_id, o.user_id), coalesce(h.balance, 0), coalesce(o.amount, 0), coalesce(h.currency, o.currency)
  ) as subject
from on_hold as h
full join open as o on o.user_id = h.user_id and o.currency = h.currency
where coalesce(h.balance, 0) <> coalesce(o.amount, 0)

union all
select 'withdrawals_are_earned', format('user %s: %s of %s, %s', t.user_id, t.amount, e.earned, t.currency)
from taken as t
cross join lateral billing.earned_by(t.user_id, t.currency) as e
where t.amount > e.earned

union all
select 'withdrawals_are_booked', format('withdrawal %s', w.id)
from billing.withdrawals as w
left join ledger.transfers as t on t.id = w.settled_by
where (
    select count(*)
    from ledger.entries as e
    join ledger.accounts as a on a.id = e.account_id
    where e.transfer_id = w.held_by and a.user_id = w.user_id and e.currency = w.currency
      and (a.name, e.amount) in (('referral', -w.amount), ('withdrawal_hold', w.amount))
  ) <> 2
  or w.settled_by is not null
  and (t.kind, (
    select count(*)
    from ledger.entries as e
    join ledger.accounts as a on a.id = e.account_id
    where e.transfer_id = t.id and e.currency = w.currency
      and (
        a.user_id = w.user_id and a.name = 'withdrawal_hold' and e.amount = -w.amount
        or e.amount = w.amount
        and case w.status when 'paid' then a.name ~ '^clearing\.' else a.user_id = w.user_id and a.name = 'referral' end
      )
  )) is distinct from (case w.status when 'paid' then 'withdrawal_paid' else 'withdrawal_returned' end, 2::bigint)

union all
-- What was paid although it had been given back, and what was paid and came back.
select 'withdrawals_are_booked', format('transfer %s of withdrawal %s', m.transfer_id, w.id)
from billing.withdrawals as w
cross join lateral (
  values (w.paid_late_by, 'withdrawal_paid_late', w.amount), (w.returned_by, 'withdrawal_came_back', -w.amount)
) as m (transfer_id, kind, amount)
where m.transfer_id is not null
  and not exists (
    select
    from ledger.transfers as t
    join ledger.entries as e on e.transfer_id = t.id
    join ledger.accounts as a on a.id = e.account_id
    where t.id = m.transfer_id and t.kind = m.kind and a.name ~ '^clearing\.' and e.amount = m.amount
  )

union all
select 'withdrawals_are_booked', format('transfer %s', t.id)
from ledger.transfers as t
where t.kind in (
    'withdrawal', 'withdrawal_paid', 'withdrawal_returned', 'withdrawal_paid_late', 'withdrawal_came_back'
  )
  and not exists (select from billing.withdrawals as w where w.held_by = t.id)
  and not exists (
    select from billing.withdrawals as w where t.id in (w.settled_by, w.paid_late_by, w.returned_by)
  );
comment on view ops.violations_of_withdrawals is
  'Cases that break ops.invariants in withdrawals. Empty if all is well.';
