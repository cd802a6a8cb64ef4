-- A user with automatic renewal and enough money keeps access. Cost: a pass over subscriptions.
create or replace view ops.broken_promises_of_access as
with since as materialized (
  select greatest((app.setting('promises_since') #>> '{}')::timestamptz, app.now() - interval '31 days') as at
),

-- For each subscription that a job ended recently although it was set to renew: the price of the next period at its
-- end, and the user's balance then. Buying again does not make up for an end.
ended as (
  select
    s.id, s.ends_at, s.expires_at, s.period_number, s.user_id, o.amount, wallet.balance,
    case when s.told_price_id is null then s.announced_amount else s.told_amount end as told_amount
  from ops.recent_ends as s
  join billing.prices as r on r.id = s.renewal_price_id
  left join lateral (
    select least(v.amount, billing.kept_amount(s.subscription, v.id)) as amount
    from billing.prices as v
    join billing.plans as p on p.id = v.plan_id
    where v.plan_id = r.plan_id
      and v.period_count = r.period_count
      and v.period_unit = r.period_unit
      and v.currency = r.currency
      and v.valid @> s.expires_at
      and exists (select from billing.renewal_offers as f where f.renewal_price_id = v.id)
  ) as o on true
  cross join lateral (
    select sum(last.balance_after)::bigint as balance
    from ledger.accounts as a
    cross join lateral (
      select e.balance_after
      from ledger.entries as e
      join ledger.transfers as t on t.id = e.transfer_id
      where e.account_id = a.id and e.account_version is not null and t.created_at <= s.expires_at
      order by e.account_version desc
      limit 1
    ) as last
    where a.user_id = s.user_id and a.name in ('bonus', 'cash', 'referral') and a.currency = r.currency
  ) as wallet
  where s.auto_renew
    and s.cancelled_at is null
    and s.expires_at > (select n.at from since as n)
    and wallet.balance >= coalesce(o.amount, r.amount)
    -- If the flag was off, the owner decided so.
    and (
      select a.after ->> 'enabled'
      from app.audit as a
      where a.subject = 'flag' and a.subject_key = 'auto_renewal' and a.at <= s.expires_at
      order by a.id desc
      limit 1
    ) is distinct from 'false'
    and app.flag('auto_renewal')
    -- As where an operator let the ends through.
    and not exists (
      select
      from app.audit as a
      where a.subject = 'brake' and a.subject_key = 'unrenewed' and a.action = 'brake.released'
        and a.at <= s.at
        and (a.after ->> 'released_until')::timestamptz > s.at
    )
)

select
  'who_can_pay_keeps_access' as promise,
  format('subscription %s ended with %s of %s', e.id, e.balance, e.amount) as subject
from ended as e
-- Who cannot be told of a higher price is not charged it.
where e.amount <= coalesce(e.told_amount, e.amount)
  or e.amount > e.told_amount
  and not exists (
    select
    from app.telegram_identities as i
    where i.user_id = e.user_id and i.unreachable_since is not null
  )
  and not exists (
    select
    from billing.notices as n
    where n.subscription_id = e.id
      and n.period_number = e.period_number
      and n.kind = 'price_risen'
      and n.dropped = 'unreachable'
  )

union all
-- No matching offer: the user is told a day before.
select 'who_can_pay_keeps_access', format('subscription %s ended unoffered, untold and with %s', e.id, e.balance)
from ended as e
join app.telegram_identities as i on i.user_id = e.user_id and i.unreachable_since is null
where e.amount is null
  and not exists (
    select
    from billing.notices as n
    where n.subscription_id = e.id
      and n.period_number = e.period_number
      and n.kind = 'unavailable'
      and (n.sent_at <= e.expires_at - interval '23 hours' or n.dropped = 'unreachable')
  )

union all
select m.promise, m.subject from ops.broken_promises_of_methods as m;
comment on view ops.broken_promises_of_access is
  'Cases of the last month that break ops.customer_promises in access that ended although its renewal could have been paid. Empty if all is well.';
