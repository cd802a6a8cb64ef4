-- Shows two sides of the shop's money for each day: what providers brought and kept, and what plans were charged for.
-- Every entry of a provider's account and of the revenue account is in exactly one column of one row, so that the
-- columns sum to the accounts. For a span, ops.received_between and ops.charged_between read only that.
create or replace view ops.revenue as
select
  r.day, r.currency, r.provider, null::text as plan, r.received, r.fees, r.sent_back, 0::bigint as charged,
  0::bigint as refunded
from ops.received_between() as r
union all
select c.day, c.currency, null, c.plan, 0, 0, 0, c.charged, c.refunded
from ops.charged_between() as c;
comment on view ops.revenue is
  'What providers brought and kept, and what plans were charged for, by day and currency. Every entry of a provider''s account and of the revenue account is in exactly one column of one row.';
comment on column ops.revenue.day is 'When it begins in the shop''s zone, UTC.';
comment on column ops.revenue.currency is 'Of the amounts.';
comment on column ops.revenue.provider is 'Of a row about a provider; null for the others.';
comment on column ops.revenue.plan is
  'Code of the plan, of a row about one; null for a provider, and for money that was booked by hand.';
comment on column ops.revenue.received is
  'Of a provider: what payers paid, minor units; received - fees - sent_back is the day''s change of what it owes the shop.';
comment on column ops.revenue.fees is 'Of a provider: what it kept of that, minor units.';
comment on column ops.revenue.sent_back is 'Of a provider: what was sent back to payers, minor units.';
comment on column ops.revenue.charged is 'Of a plan, or by hand: what balances were charged, minor units.';
comment on column ops.revenue.refunded is 'Of a plan, or by hand: what balances were refunded, minor units.';
