-- Checks what people earned by bringing others. Cost: a pass over rewards and their transfers, and one over origins.
create or replace view ops.violations_of_rewards as
with moved as (
  select
    split_part(t.idempotency_key, ':', 2)::bigint as reward_id,
    case t.kind when 'welcome' then 'reward' else t.kind end as kind,
    e.amount
  from ledger.transfers as t
  join ledger.entries as e on e.transfer_id = t.id and e.amount > 0
  where t.kind in ('reward_accrued', 'reward', 'welcome', 'reward_cancelled', 'reward_taken_back')
),

sums as (
  select
    b.reward_id,
    coalesce(sum(b.amount) filter (where b.kind = 'reward_accrued'), 0) as accrued,
    coalesce(sum(b.amount) filter (where b.kind = 'reward'), 0) as released,
    coalesce(sum(b.amount) filter (where b.kind = 'reward_cancelled'), 0) as cancelled,
    coalesce(sum(b.amount) filter (where b.kind = 'reward_taken_back'), 0) as taken_back
  from moved as b
  group by b.reward_id
),

pending as (
  select r.user_id, r.currency::text, sum(r.accrued - r.released - r.cancelled) as amount
  from billing.referral_rewards as r
  group by r.user_id, r.currency
)

select
  'rewards_are_booked' as invariant,
  format('reward %s', coalesce(r.id, s.reward_id)) as subject
from sums as s
full join billing.referral_rewards as r on r.id = s.reward_id
where r.id is null
  or (r.accrued, r.released, r.cancelled, r.taken_back)
  is distinct from (
    coalesce(s.accrued, 0), coalesce(s.released, 0), coalesce(s.cancelled, 0), coalesce(s.taken_back, 0)
  )

union all
select 'rewards_are_booked', format('user %s: %s is pending, %s explained', a.user_id, a.balance, coalesce(p.amount, 0))
from ledger.accounts as a
left join pending as p on p.user_id = a.user_id and p.currency = a.currency::text
where a.name = 'referral_pending' and a.balance <> coalesce(p.amount, 0)

union all
-- A reward that is to be looked at again is not what it should be yet.
select 'rewards_stay_within_payments', format('reward %s for payment %s', r.id, r.payment_id)
from billing.referral_rewards as r
left join billing.refundable_payments as p on p.payment_id = r.payment_id and p.user_id = r.payer_id
where p.payment_id is null
  or r.amount > p.paid_amount
  or r.kind = 'percent' and r.amount > p.paid_amount * r.percent / 100
  or r.look_at is null
  and r.kind <> 'days'
  and r.accrued - r.cancelled - r.taken_back - r.owed > billing.reward_share(r, p.amount, p.paid_amount)

union all
select 'nobody_is_brought_in_a_cycle', format('user %s', o.user_id)
from billing.origins as o
where o.referrer_id is not null and billing.brought_by(o.user_id, o.user_id);
comment on view ops.violations_of_rewards is
  'Cases that break ops.invariants in what people earned by bringing others. Empty if all is well.';
