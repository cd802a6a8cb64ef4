create or replace view ops.providers as
with zone as (
  select app.zone_of('UTC') as name
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
  'Providers of payments: what they can do, what they take, and what they brought today. Changed by ops.set_provider().';
comment on column ops.providers.provider is 'Its name.';
comment on column ops.providers.enabled is 'Whether it is offered.';
comment on column ops.providers.can is
  'What the program with its keys can have it do, see billing.providers; empty where no program has its keys.';
comment on column ops.providers.currency is 'The only currency that it takes; null: any that the shop sells in.';
comment on column ops.providers.min_amount is
  'Least amount of an invoice, minor units of what it takes; null where it says so itself, or has none.';
comment on column ops.providers.max_amount is
  'Greatest amount of an invoice, minor units of what it takes; null as min_amount.';
comment on column ops.providers.declared_at is
  'When a program with its keys said what it can last, business time, UTC; null for never.';
comment on column ops.providers.webhook_at is
  'When its last report that was processed had come in, machine time, UTC; null for none.';
comment on column ops.providers.today is
  'What was credited today in the shop''s zone, an object with minor units by currency; null for nothing.';
comment on column ops.providers.rates is
  'What it asks for prices in other currencies, [{currency, amount, paid_in, paid}], minor units, see billing.rates; null for none.';
