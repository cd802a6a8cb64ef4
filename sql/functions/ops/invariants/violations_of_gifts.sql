-- Checks gifts and the prizes of the game. Cost: a pass over gifts and throws, by index to transfers and periods.
create or replace view ops.violations_of_gifts as
with unused as (
  select g.currency::text as currency, sum(g.amount) as amount
  from billing.gifts as g
  where g.status = 'unused'
  group by g.currency
)

select
  'gifts_are_settled_once' as invariant,
  format('gift %s is %s, with %s periods', g.id, g.status, (
    select count(*) from billing.periods as p where p.transfer_id = g.transfer_id
  )) as subject
from billing.gifts as g
where (select count(*) from billing.periods as p where p.transfer_id = g.transfer_id)
  <> (g.status = 'redeemed')::integer
  or g.status = 'redeemed' and not exists (
    select
    from billing.periods as p
    where p.subscription_id = g.subscription_id and p.number = g.period_number and p.transfer_id = g.transfer_id
  )

union all
-- What was taken from the payer's accounts is the amount, and came back to the same accounts where it was returned.
select 'gifts_are_settled_once', format('gift %s: other money than its amount was moved', g.id)
from billing.gifts as g
where g.amount is distinct from (
    select -sum(e.amount)
    from ledger.entries as e
    join ledger.accounts as a on a.id = e.account_id
    where e.transfer_id = g.transfer_id and a.user_id = g.payer_id
  )
  or g.status = 'returned' and exists (
    select
    from ledger.entries as e
    full join (
      select r.account_id, r.amount from ledger.entries as r where r.transfer_id = g.settled_by
    ) as back on back.account_id = e.account_id
    where e.transfer_id = g.transfer_id and e.amount <> -coalesce(back.amount, 0)
  )

union all
select 'gifts_are_settled_once', format('transfer %s is of no gift', t.id)
from ledger.transfers as t
where t.kind in ('gift', 'gift_redeemed', 'gift_returned')
  and not exists (
    select
    from billing.gifts as g
    where t.id = case t.kind when 'gift' then g.transfer_id else g.settled_by end
  )

union all
select
  'gift_hold_equals_gifts',
  format('%s held, %s paid for unused gifts, %s', b.balance, coalesce(u.amount, 0), b.currency)
from ledger.balances as b
left join unused as u on u.currency = b.currency
where b.user_id is null
  and b.name = 'gift_hold'
  and b.balance <> coalesce(u.amount, 0)

union all
select 'prizes_are_given_once', format('throw %s', t.id)
from billing.throws as t
where t.status = 'thrown'
  and (
    t.prize = 'days' and not exists (
      select
      from billing.periods as p
      where p.subscription_id = t.subscription_id and p.number = t.period_number and p.kind = 'grant'
    )
    or t.prize = 'bonus' and not exists (
      select from ledger.transfers as m where m.id = t.transfer_id and m.idempotency_key = format('throw:%s', t.id)
    )
    or t.prize = 'percent' and not exists (select from billing.personal_prices as q where q.id = t.personal_price_id)
  )

union all
select 'prizes_are_given_once', format('throws %s and %s of user %s', t.id, t.next_id, t.user_id)
from (
  select
    w.id, w.user_id, w.asked_at, w.next_turn_at,
    lead(w.id) over turns as next_id,
    lead(w.asked_at) over turns as next_asked_at
  from billing.throws as w
  where w.status = 'thrown'
  window turns as (partition by w.user_id order by w.id)
) as t
where t.next_asked_at < t.next_turn_at;
comment on view ops.violations_of_gifts is
  'Cases that break ops.invariants in gifts and in the prizes of the game. Empty if all is well.';
