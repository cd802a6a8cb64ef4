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
  'By day (its start in the shop''s zone, UTC) and currency, in minor units. A row with a provider: received from payers, fees that it kept, sent_back to payers. A row with a plan, or with neither for money that was booked by hand: charged to balances, refunded to them. received - fees - sent_back is the day''s change of what the provider owes the shop.';
