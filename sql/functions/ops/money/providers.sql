create or replace view ops.providers as
with zone as (
  select app.setting('timezone') #>> '{}' as name
),

sums as (
  select y.provider, y.currency, sum(y.amount) as amount
  from billing.payments as y
  cross join zone as z
  where y.received_at >= date_trunc('day', app.now() at time zone z.name) at time zone z.name
  group by y.provider, y.currency
),

received as (
  select s.provider, jsonb_object_agg(s.currency, s.amount) as today from sums as s group by s.provider
),

reports as (
  select e.source, max(e.received_at) as webhook_at
  from inbox.events as e
  where e.topic = 'payment_events' and e.processed_at is not null
  group by e.source
),

asked as (
  select
    r.paid_in,
    jsonb_agg(
      jsonb_build_object('currency', r.currency, 'amount', r.amount, 'paid_in', r.paid_in, 'paid', r.paid)
      order by r.currency
    ) as rates
  from billing.rates as r
  group by r.paid_in
)

select
  p.name as provider,
  p.enabled,
  p.can,
  p.currency,
  p.min_amount,
  p.max_amount,
  p.declared_at,
  e.webhook_at,
  d.today,
  q.rates
from billing.providers as p
left join reports as e on e.source = p.name
left join received as d on d.provider = p.name
left join asked as q on q.paid_in = p.currency
order by p.position;
comment on view ops.providers is
  'Providers of payments: whether they are offered, what the program with their keys can do (none: no program has their keys), limits and rates in minor units, when their last report was handled (the machine''s time, UTC), and what was received today by currency (of the shop''s time zone). Changed by ops.set_provider().';
