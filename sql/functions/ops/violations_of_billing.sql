-- Cost: each branch is a pass over periods, orders or payments.
create or replace view ops.violations_of_billing as
with held as (
  select p.currency, sum(p.amount) as amount
  from billing.suspense as s
  join billing.payments as p on p.id = s.payment_id
  where s.resolved_at is null
  group by p.currency
)

select
  'periods_follow_each_other' as invariant,
  format('subscription %s, period %s', p.subscription_id, p.number) as subject
from (
  select
    p.subscription_id,
    p.number,
    p.starts_at,
    lag(p.number, 1, 0) over periods as previous_number,
    lag(p.ends_at) over periods as previous_end
  from billing.periods as p
  window periods as (partition by p.subscription_id order by p.number)
) as p
where p.number <> p.previous_number + 1
  or p.starts_at < p.previous_end

union all
select 'periods_follow_each_other', format('subscription %s', s.id)
from billing.subscriptions as s
left join billing.periods as p on p.subscription_id = s.id and p.number = s.period_number
where p.ends_at is distinct from s.ends_at
  or exists (
    select from billing.periods as later where later.subscription_id = s.id and later.number > s.period_number
  )

union all
select 'charges_pay_periods', format('transfer %s pays no period', t.id)
from ledger.transfers as t
where t.kind in ('purchase', 'renewal')
  and not exists (select from billing.periods as p where p.transfer_id = t.id)
  and not exists (select from ledger.transfers as r where r.reverses = t.id)

union all
select 'charges_pay_periods', format('subscription %s, period %s is not paid by its user', p.subscription_id, p.number)
from billing.periods as p
join billing.subscriptions as s on s.id = p.subscription_id
where p.kind = 'paid'
  and not exists (
    select
    from ledger.entries as e
    join ledger.accounts as a on a.id = e.account_id
    where e.transfer_id = p.transfer_id and a.user_id = s.user_id and e.amount < 0
  )

union all
select 'trials_are_given_once', format('subscription %s, period %s', p.subscription_id, p.number)
from billing.periods as p
join billing.subscriptions as s on s.id = p.subscription_id
left join billing.trials as t on t.user_id = s.user_id
where p.kind = 'trial'
  and (p.number <> 1 or t.user_id is null)

union all
select 'trials_are_given_once', format('user %s', t.user_id)
from billing.trials as t
group by t.user_id
having count(*) > 1

union all
select 'orders_are_fulfilled_once', format('order %s', o.id)
from billing.orders as o
where (o.status = 'fulfilled') <> (
    (select count(*) from billing.periods as p where p.order_id = o.id)
    + case o.kind
      when 'topup' then (select count(*) from billing.payments as p where p.order_id = o.id)
      else 0
    end = 1
  )

union all
select 'payments_are_credited_once', format('payment %s', p.id)
from billing.payments as p
where (
    select count(*)
    from ledger.entries as e
    join ledger.accounts as a on a.id = e.account_id
    where e.transfer_id = p.transfer_id
      and e.amount = p.amount
      and e.currency = p.currency
      and case when p.user_id is null then a.name = 'suspense' else a.user_id = p.user_id end
  ) <> 1

union all
select 'payments_are_credited_once', format('%s payment %s', p.provider, p.external_id)
from billing.payments as p
group by p.provider, p.external_id
having count(*) > 1

union all
select 'suspense_is_explained', format('payment %s', p.id)
from billing.payments as p
left join billing.suspense as s on s.payment_id = p.id
where (p.user_id is null) <> (s.payment_id is not null)

union all
select 'suspense_is_explained', format('%s held, %s explained, %s', b.balance, coalesce(h.amount, 0), b.currency)
from ledger.balances as b
left join held as h on h.currency = b.currency
where b.user_id is null
  and b.name = 'suspense'
  and b.balance <> coalesce(h.amount, 0);
comment on view ops.violations_of_billing is 'What breaks billing''s part of ops.invariants: nothing, if all is well.';
