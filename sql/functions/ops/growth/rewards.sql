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
comment on view ops.rewards is 'What each payment earned whom, see billing.referral_rewards.';
comment on column ops.rewards.id is 'The row of billing.referral_rewards.';
comment on column ops.rewards.user_id is 'Who earns it.';
comment on column ops.rewards.payer_id is 'Who paid.';
comment on column ops.rewards.payment_id is 'The payment.';
comment on column ops.rewards.level is
  '1: who brought the payer; 2: who brought that one; 0: the payer, for his first payment.';
comment on column ops.rewards.kind is 'percent of each payment; sum or days for the first one of somebody.';
comment on column ops.rewards.percent is 'As the tier or setting was when the payment came; null for other kinds.';
comment on column ops.rewards.days is 'Time for the subscription of the person who earns it; null for other kinds.';
comment on column ops.rewards.amount is
  'What is earned if all of the payment stays, minor units of currency; 0 for days.';
comment on column ops.rewards.currency is 'Of the amounts.';
comment on column ops.rewards.status is 'new (not booked yet), pending, released, granted (days), owed, or taken_back.';
comment on column ops.rewards.pending is 'What is held, minor units.';
comment on column ops.rewards.earned is 'What can be spent or was spent, minor units.';
comment on column ops.rewards.lost is 'What was taken from it because money of the payment went back, minor units.';
comment on column ops.rewards.owed is 'What was to be taken and had been spent before, minor units.';
comment on column ops.rewards.hold_until is 'Before that nothing is released, business time, UTC.';
comment on column ops.rewards.look_at is
  'When the job settle_rewards looks at it next, business time, UTC; null when nothing is pending or owed.';
comment on column ops.rewards.parked is 'Why the job passes over it; null when it does not.';
comment on column ops.rewards.created_at is 'When the payment came, business time, UTC.';
