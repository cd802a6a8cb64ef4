-- Everything paid for is delivered or refunded. Cost: a pass over the accesses, and one over the refunds of the last
-- month.
create or replace view ops.broken_promises_of_money as
with since as materialized (
  select greatest((app.setting('promises_since') #>> '{}')::timestamptz, app.now() - interval '31 days') as at
),

patience as materialized (
  select
    interval '1 hour' * coalesce(max(s.value::integer) filter (where s.name = 'delivery_hours_new'), 6) as new,
    interval '1 hour' * coalesce(max(s.value::integer) filter (where s.name = 'delivery_hours_renewal'), 24) as renewal
  from app.settings as s
  where s.name in ('delivery_hours_new', 'delivery_hours_renewal')
),

-- For each subscription with a lagging panel: the newest generation that any of its panels has confirmed, even one that
-- it has left since.
behind as (
  select d.subscription_id, greatest(d.delivered_generation, max(a.applied_generation)) as applied_generation
  from vpn.desired as d
  left join vpn.access as a on a.subscription_id = d.subscription_id and a.state <> 'leaving'
  group by d.subscription_id
  having coalesce(min(a.applied_generation), 0) < d.generation
)

select
  'paid_is_access_or_money_back' as promise,
  format('subscription %s, period %s', p.subscription_id, p.number) as subject
from behind as a
join billing.paid_periods as p on p.subscription_id = a.subscription_id
cross join patience as w
where p.generation > a.applied_generation
  and p.refunded < p.charged
  and p.closed_at is distinct from p.starts_at
  and greatest(p.starts_at, (
    select q.created_at
    from billing.periods as q
    where q.subscription_id = p.subscription_id and q.number = p.number
  )) + case when p.number = 1 or a.applied_generation = 0 then w.new else greatest(w.new, w.renewal) end
    < app.now() - interval '30 minutes'
  and not exists (select from app.brakes as b where b.name = 'refund_undelivered' and b.held > 0)

union all
-- Money that is sent back arrives, or is on the balance: by a provider within days, by hand once somebody does it.
select 'paid_is_access_or_money_back', format('refund %s is on its way since %s', r.id, r.created_at)
from billing.refunds as r
where r.status = 'sending'
  and r.created_at < app.now() - interval '4 days'
  and r.created_at > (app.setting('promises_since') #>> '{}')::timestamptz

union all
select 'delivered_is_not_refunded', format('subscription %s, period %s', r.subscription_id, r.period_number)
from billing.refunds as r
join billing.periods as p on p.subscription_id = r.subscription_id and p.number = r.period_number
where r.created_at > (select n.at from since as n)
  and r.actor !~ '^(user|operator|admin|owner):'
  and r.applied_generation >= p.generation

union all
select
  'delivered_is_not_refunded',
  format('subscription %s, period %s: %s of %s', p.subscription_id, p.number, p.refunded, p.charged)
from (
  select distinct f.subscription_id, f.period_number
  from billing.refunds as f
  where f.created_at > (select n.at from since as n)
) as r
join billing.paid_periods as p on p.subscription_id = r.subscription_id and p.number = r.period_number
where p.refunded > p.charged

union all
select 'gifts_are_taken_or_given_back', format('gift %s', g.id)
from billing.gifts as g
where g.status = 'unused' and g.expires_at < app.now() - interval '6 hours';
comment on view ops.broken_promises_of_money is
  'Cases that break ops.customer_promises in deliveries and refunds of the last month. Empty if all is well.';
