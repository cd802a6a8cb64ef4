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
  'Today in the shop''s zone: a row for each provider, and for each plan. Other days: ops.revenue.';
comment on column ops.money_today.what is 'The provider, plan <code>, or by hand.';
comment on column ops.money_today.currency is 'Of the amounts.';
comment on column ops.money_today.received is 'Of a provider: what payers paid, minor units; null for a plan.';
comment on column ops.money_today.fees is 'Of a provider: what it kept of that, minor units; null for a plan.';
comment on column ops.money_today.sent_back is
  'Of a provider: what was sent back to payers, minor units; null for a plan.';
comment on column ops.money_today.charged is
  'Of a plan, or by hand: what balances were charged, minor units; null for a provider.';
comment on column ops.money_today.refunded is
  'Of a plan, or by hand: what balances were refunded, minor units; null for a provider.';
