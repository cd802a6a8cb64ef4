create or replace view ops.rewards as
select
  r.id,
  r.user_id,
  r.payer_id,
  r.payment_id,
  r.level,
  r.kind,
  r.percent,
  r.days,
  r.amount,
  r.currency,
  case
    when r.kind = 'days' then case
      when r.granted_at is not null then 'granted'
      when r.void then 'taken_back'
      else 'pending'
    end
    when r.owed > 0 then 'owed'
    when r.accrued > r.released + r.cancelled then 'pending'
    when r.accrued = r.cancelled + r.taken_back then case r.accrued when 0 then 'new' else 'taken_back' end
    else 'released'
  end as status,
  r.accrued - r.released - r.cancelled as pending,
  r.released - r.taken_back - r.owed as earned,
  r.cancelled + r.taken_back as lost,
  r.owed,
  r.hold_until,
  r.look_at,
  p.error as parked,
  r.created_at
from billing.referral_rewards as r
left join jobs.parked as p on p.job = 'settle_rewards' and p.row_id = r.id;
comment on view ops.rewards is
  'What each payment earned whom (billing.referral_rewards), minor units: pending, earned, lost because money of the payment went back, owed (spent before that). status: new (not booked yet), pending, released, granted (days), owed, taken_back. look_at: when the job looks next, UTC; parked: why it does not.';
