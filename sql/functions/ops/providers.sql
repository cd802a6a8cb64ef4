create or replace view ops.providers as
with received as (
  select y.provider, y.currency, sum(y.amount) as amount
  from billing.payments as y
  cross join (select app.setting('timezone') #>> '{}' as zone) as z
  where y.received_at >= date_trunc('day', app.now() at time zone z.zone) at time zone z.zone
  group by y.provider, y.currency
)

select
  p.name as provider,
  p.enabled,
  p.can,
  p.currency,
  p.min_amount,
  p.max_amount,
  p.declared_at,
  (
    select max(e.received_at)
    from inbox.events as e
    where e.topic = 'payment_events' and e.processed_at is not null and e.source = p.name
  ) as webhook_at,
  (select jsonb_object_agg(d.currency, d.amount) from received as d where d.provider = p.name) as today,
  (
    select jsonb_agg(
      jsonb_build_object('currency', q.currency, 'amount', q.amount, 'paid_in', q.paid_in, 'paid', q.paid)
      order by q.currency
    )
    from billing.rates as q
    where q.paid_in = p.currency
  ) as rates
from billing.providers as p
order by p.position;
comment on view ops.providers is
  'Providers of payments: whether they are offered, what the program with their keys can do (none: no program has their keys), limits and rates in minor units, when their last report was handled (the machine''s time, UTC), and what was received today by currency (of the shop''s time zone). Changed by ops.set_provider().';
