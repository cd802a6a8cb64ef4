-- Recent charges by a job, with the refunds of the period before, except those by a change of plan. Cost: a pass over
-- the periods of the last month.
create or replace view ops.charged_renewals as
with since as materialized (
  select greatest((app.setting('promises_since') #>> '{}')::timestamptz, app.now() - interval '31 days') as at
)

select
  p.subscription_id, p.number, p.created_at, s.user_id, paid.amount, a.applied_at,
  before.amount as paid_before, before.created_at as began_at, back.amount as given_back, back.at as given_back_at,
  back.undelivered
from billing.periods as p
join ledger.transfers as t on t.id = p.transfer_id and t.kind = 'renewal'
cross join lateral (
  select -sum(e.amount)::bigint as amount
  from ledger.entries as e
  where e.transfer_id = p.transfer_id and e.account_version is not null
) as paid
join billing.subscriptions as s on s.id = p.subscription_id
cross join lateral (
  select max(v.applied_at) as applied_at
  from vpn.access as v
  where v.subscription_id = p.subscription_id and v.state <> 'leaving'
) as a
left join lateral (
  select
    q.number, q.created_at,
    (
      select -sum(e.amount)::bigint
      from ledger.entries as e
      where e.transfer_id = q.transfer_id and e.account_version is not null
    ) as amount
  from billing.periods as q
  where q.subscription_id = p.subscription_id and q.number < p.number and q.kind = 'paid'
  order by q.number desc
  limit 1
) as before on true
left join lateral (
  select sum(f.amount)::bigint as amount, max(f.created_at) as at, bool_and(f.cause ~ '^undelivered:') as undelivered
  from billing.refunds as f
  where f.subscription_id = p.subscription_id
    and f.period_number = before.number
    and f.cause !~ '^change:'
    and f.created_at < p.created_at
) as back on true
where p.kind = 'paid'
  and p.created_at > (select n.at from since as n);
comment on view ops.charged_renewals is
  'Renewals of the last month that were charged by themselves, with what became of the period before. Times in UTC.';
comment on column ops.charged_renewals.subscription_id is 'Which subscription.';
comment on column ops.charged_renewals.number is 'The period that was charged.';
comment on column ops.charged_renewals.created_at is 'When it was charged.';
comment on column ops.charged_renewals.user_id is 'Who has the subscription.';
comment on column ops.charged_renewals.amount is 'What was charged, minor units.';
comment on column ops.charged_renewals.applied_at is 'When a panel confirmed access last; null for never.';
comment on column ops.charged_renewals.paid_before is
  'What was paid for the paid period before it, minor units; null where there is none.';
comment on column ops.charged_renewals.began_at is 'When the period before was granted; null where there is none.';
comment on column ops.charged_renewals.given_back is
  'What of paid_before was given back before this charge, minor units; null for nothing.';
comment on column ops.charged_renewals.given_back_at is 'When the last of that was given back; null for nothing.';
comment on column ops.charged_renewals.undelivered is
  'Whether all of given_back was given back because it was not delivered; null for nothing.';
