-- The lines of ops.revenue for today only: what is read is today's, however long the shop has been open.
create or replace view ops.money_today as
select
  coalesce(t.provider, 'plan ' || t.plan, 'by hand') as what, t.currency, t.received, t.fees, t.sent_back, t.charged,
  t.refunded
from (
  select
    r.provider, null::text as plan, r.currency, r.received, r.fees, r.sent_back, null::bigint as charged,
    null::bigint as refunded
  from ops.received_between(app.day_start(app.day_of(app.now())), null) as r
  union all
  select null, c.plan, c.currency, null, null, null, c.charged, c.refunded
  from ops.charged_between(app.day_start(app.day_of(app.now())), null) as c
) as t
order by t.provider asc nulls last, t.plan asc, t.currency asc;
comment on view ops.money_today is
  'Today in the shop''s zone, minor units of currency: of each provider what it received from payers, its fees, and what was sent back to payers; of each plan (or "by hand") what balances were charged and refunded for it. Other days: ops.revenue.';
