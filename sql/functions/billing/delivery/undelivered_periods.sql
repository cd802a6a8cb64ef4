-- What no panel has confirmed. Patience is counted from when the period should have begun to work; whoever has older
-- access until then has it longer. A generation that was confirmed covers all before it, so what was used once is
-- delivered for good.
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
      when a.applied_expires_at >= awaited.since then app.setting('delivery_hours_renewal')
      else app.setting('delivery_hours_new')
    end
  )::integer) as due_at,
  p.generation
from vpn.access as a
join billing.subscriptions as s on s.id = a.subscription_id
join billing.periods as p on p.subscription_id = a.subscription_id
left join billing.paid_periods as b on b.subscription_id = p.subscription_id and b.number = p.number
cross join lateral (values (greatest(p.starts_at, p.created_at))) as awaited (since)
where a.applied_generation < a.desired_generation
  and p.generation > a.applied_generation
  and p.closed_at is distinct from p.starts_at
  and (p.kind <> 'paid' or b.refunded < b.charged);
comment on view billing.undelivered_periods is
  'Periods that no panel has confirmed, what is to be given back for each (minor units, null for a gift), and when the shop''s patience ends (due_at, UTC).';
