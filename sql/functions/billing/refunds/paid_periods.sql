-- What was paid for each period, and how much of it was refunded. No other place computes this.
create or replace view billing.paid_periods as
select
  s.user_id,
  p.subscription_id,
  p.number,
  r.plan_id,
  p.starts_at,
  p.ends_at,
  p.closed_at,
  p.generation,
  p.transfer_id,
  r.currency,
  charge.amount as charged,
  refund.amount as refunded,
  charge.payer_id
from billing.periods as p
join billing.subscriptions as s on s.id = p.subscription_id
join billing.prices as r on r.id = p.price_id
cross join lateral (
  select
    coalesce(-sum(e.amount), 0)::bigint as amount,
    (min(a.user_id) filter (where e.transfer_id = p.transfer_id)) as payer_id
  from ledger.entries as e
  join ledger.accounts as a on a.id = e.account_id
  where e.account_version is not null
    and e.transfer_id in (
      p.transfer_id, (select t.id from ledger.transfers as t where t.reverses = p.transfer_id)
    )
) as charge
cross join lateral (
  select coalesce(sum(f.amount), 0)::bigint as amount
  from billing.refunds as f
  where f.subscription_id = p.subscription_id and f.period_number = p.number
) as refund
where p.kind = 'paid';
comment on view billing.paid_periods is
  'Paid periods, with what was charged for them and how much of that was refunded. No other place computes this.';
comment on column billing.paid_periods.user_id is 'Who has the subscription.';
comment on column billing.paid_periods.subscription_id is 'The subscription that the period belongs to.';
comment on column billing.paid_periods.number is 'Which period of the subscription it is.';
comment on column billing.paid_periods.plan_id is 'The plan that was paid.';
comment on column billing.paid_periods.starts_at is 'When it begins, UTC.';
comment on column billing.paid_periods.ends_at is 'When it was to end as it was sold, UTC.';
comment on column billing.paid_periods.closed_at is 'When it ended before its time, UTC; null when it runs as sold.';
comment on column billing.paid_periods.generation is
  'The generation of access that delivers it; null where it has asked for none.';
comment on column billing.paid_periods.transfer_id is 'The transfer that charged it.';
comment on column billing.paid_periods.currency is 'Of charged and refunded.';
comment on column billing.paid_periods.charged is 'What was charged, less what was reversed, minor units.';
comment on column billing.paid_periods.refunded is 'What of that was refunded, minor units.';
comment on column billing.paid_periods.payer_id is 'Who paid, as the legs of the charge say, and gets refunds.';
