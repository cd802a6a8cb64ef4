-- Lists periods that no panel has confirmed; a lagging panel is no reason to refund while another works. The deadline
-- counts from when the period should have begun to work; a user who still has older access gets a longer deadline. A
-- confirmed generation covers all before it, so a period that was used once is delivered for good, also when the
-- access that confirmed it has left.
create or replace view billing.undelivered_periods as
select
  s.user_id,
  p.subscription_id,
  p.number,
  p.kind,
  p.starts_at,
  b.currency,
  b.charged - b.refunded as amount,
  awaited.since + make_interval(hours => (
    case
      when had.expires_at >= awaited.since then app.setting('delivery_hours_renewal')
      else app.setting('delivery_hours_new')
    end
  )::integer) as due_at,
  p.generation,
  b.payer_id
from vpn.desired as d
join billing.subscriptions as s on s.id = d.subscription_id
cross join lateral (
  select
    greatest(d.delivered_generation, max(a.applied_generation)) as generation, max(a.applied_expires_at) as expires_at
  from vpn.access as a
  where a.subscription_id = d.subscription_id and a.state <> 'leaving'
) as had
join billing.periods as p on p.subscription_id = d.subscription_id
left join billing.paid_periods as b on b.subscription_id = p.subscription_id and b.number = p.number
cross join lateral (values (greatest(p.starts_at, p.created_at))) as awaited (since)
where had.generation < d.generation
  and p.generation > had.generation
  and p.closed_at is distinct from p.starts_at
  and (p.kind <> 'paid' or b.refunded < b.charged);
comment on view billing.undelivered_periods is
  'Periods that no panel has confirmed, each with what is to be refunded for it and by when it has to be delivered.';
comment on column billing.undelivered_periods.user_id is 'Who has the subscription.';
comment on column billing.undelivered_periods.subscription_id is 'The subscription that the period belongs to.';
comment on column billing.undelivered_periods.number is 'Which period of the subscription it is.';
comment on column billing.undelivered_periods.kind is 'trial, paid or grant.';
comment on column billing.undelivered_periods.starts_at is 'When it begins, UTC.';
comment on column billing.undelivered_periods.currency is 'Of amount; null where nothing was paid.';
comment on column billing.undelivered_periods.amount is
  'What is to be refunded: charged and not refunded so far, minor units; null where nothing was paid.';
comment on column billing.undelivered_periods.due_at is
  'Until when it may be delivered before it is refunded, UTC: the setting delivery_hours_new, or delivery_hours_renewal where older access still worked.';
comment on column billing.undelivered_periods.generation is 'The generation of access that delivers it.';
comment on column billing.undelivered_periods.payer_id is 'Who gets the refund; null where nothing was paid.';
