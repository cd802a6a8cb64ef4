-- Checks what was sold and granted. Cost: each branch is a pass over periods, orders or subscriptions.
create or replace view ops.violations_of_billing as
-- The same definition as billing.last_period.
with last as (
  select
    p.subscription_id,
    max(p.number) as number,
    coalesce(
      max(coalesce(p.closed_at, p.ends_at)) filter (where p.closed_at is distinct from p.starts_at),
      min(p.starts_at)
    ) as ends_at
  from billing.periods as p
  group by p.subscription_id
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
    max(coalesce(p.closed_at, p.ends_at)) filter (where p.closed_at is distinct from p.starts_at)
      over (periods rows between unbounded preceding and 1 preceding) as previous_end
  from billing.periods as p
  window periods as (partition by p.subscription_id order by p.number)
) as p
where p.number <> p.previous_number + 1
  or p.starts_at < p.previous_end

union all
select 'periods_follow_each_other', format('subscription %s', s.id)
from billing.subscriptions as s
left join last on last.subscription_id = s.id
where (last.number, last.ends_at) is distinct from (s.period_number, s.ends_at)

union all
select 'grace_is_for_renewals', format('subscription %s', s.id)
from billing.subscriptions as s
where s.status = 'active'
  and s.expires_at <> s.ends_at
  and (s.cancelled_at is not null or s.renewal_price_id is null)

union all
select 'charges_pay_periods', format('transfer %s pays no period', t.id)
from ledger.transfers as t
where t.kind in ('purchase', 'renewal', 'change')
  and not exists (select from billing.periods as p where p.transfer_id = t.id)
  and not exists (select from ledger.transfers as r where r.reverses = t.id)

union all
select 'charges_pay_periods', format('subscription %s, period %s is not paid by anybody', p.subscription_id, p.number)
from billing.periods as p
where p.kind = 'paid'
  and (
    select count(distinct a.user_id)
    from ledger.entries as e
    join ledger.accounts as a on a.id = e.account_id
    where e.transfer_id = p.transfer_id and a.name in ('bonus', 'cash', 'referral') and e.amount < 0
  ) <> 1

union all
select
  'charges_pay_periods',
  format('subscription %s, period %s runs on though its charge was reversed', p.subscription_id, p.number)
from ledger.transfers as r
join billing.periods as p on p.transfer_id = r.reverses
where r.kind = 'reversal'
  and coalesce(p.closed_at, p.ends_at) > r.created_at

union all
select 'orders_are_fulfilled_once', format('order %s', o.id)
from billing.orders as o
where (o.status = 'fulfilled') <> (
    (select count(*) from billing.periods as p where p.order_id = o.id and o.kind <> 'gift')
    + (select count(*) from billing.gifts as g where g.order_id = o.id)
    + (select count(*) from billing.payments as p where p.order_id = o.id)
    = 1
  )
  or exists (select from billing.periods as p where p.order_id = o.id) and o.kind = 'topup'
  or exists (select from billing.payments as p where p.order_id = o.id) and o.kind <> 'topup'

union all
select 'orders_are_fulfilled_once', format('order %s is for subscription %s', o.id, o.subscription_id)
from billing.orders as o
join billing.periods as p on p.order_id = o.id
where o.subscription_id <> p.subscription_id;
comment on view ops.violations_of_billing is
  'Cases that break ops.invariants in subscriptions, periods and orders. Empty if all is well.';
