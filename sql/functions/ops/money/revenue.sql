-- Shows two sides of the shop's money for each day: what providers brought and kept, and what plans were charged for.
-- Every entry of a provider's account and of the revenue account is in exactly one column of one row, so that the
-- columns sum to the accounts.
create or replace view ops.revenue as
with moves as (
  select
    t.created_at, e.currency, substr(a.name, length('clearing.') + 1) as provider, null as plan, t.kind,
    -e.amount as amount
  from ledger.accounts as a
  join ledger.entries as e on e.account_id = a.id
  join ledger.transfers as t on t.id = e.transfer_id
  where a.user_id is null and a.name ~ '^clearing\.'
  union all
  select t.created_at, e.currency, null, l.code, t.kind, e.amount
  from ledger.accounts as a
  join ledger.entries as e on e.account_id = a.id
  join ledger.transfers as t on t.id = e.transfer_id
  left join billing.refunds as r on r.transfer_id = coalesce(t.reverses, t.id)
  left join billing.periods as p
    on p.transfer_id = coalesce(t.reverses, t.id)
    or (p.subscription_id, p.number) = (r.subscription_id, r.period_number)
  left join billing.prices as s on s.id = p.price_id
  left join billing.plans as l on l.id = coalesce(p.plan_id, s.plan_id)
  where a.user_id is null and a.name = 'revenue'
)

select
  date_trunc('day', m.created_at, 'UTC') as day,
  m.currency,
  m.provider,
  m.plan,
  coalesce(sum(m.amount) filter (where m.provider is not null and m.kind <> 'fee' and m.amount > 0), 0)::bigint
    as received,
  coalesce(-sum(m.amount) filter (where m.kind = 'fee'), 0)::bigint as fees,
  coalesce(-sum(m.amount) filter (where m.provider is not null and m.kind <> 'fee' and m.amount < 0), 0)::bigint
    as sent_back,
  coalesce(sum(m.amount) filter (where m.provider is null and m.amount > 0), 0)::bigint as charged,
  coalesce(-sum(m.amount) filter (where m.provider is null and m.amount < 0), 0)::bigint as refunded
from moves as m
group by date_trunc('day', m.created_at, 'UTC'), m.currency, m.provider, m.plan;
comment on view ops.revenue is
  'By day (its start, UTC) and currency, in minor units. A row with a provider: received from payers, fees that it kept, sent_back to payers. A row with a plan, or with neither for money that was booked by hand: charged to balances, refunded to them. received - fees - sent_back is the day''s change of what the provider owes the shop.';
