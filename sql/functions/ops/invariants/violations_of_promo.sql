-- Checks what promo codes gave. Cost: passes over the uses of codes, and over orders that were made cheaper by one.
create or replace view ops.violations_of_promo as
select
  'codes_keep_their_limits' as invariant,
  format('promo code %s counts %s uses of %s', c.id, c.uses, u.uses) as subject
from billing.promo_codes as c
cross join lateral (
  select count(*) as uses from billing.promo_uses as s where s.code_id = c.id and s.state <> 'returned'
) as u
where c.uses <> u.uses or u.uses > c.max_uses

union all
select 'codes_keep_their_limits', format('promo code %s was used too often by user %s', u.code_id, u.user_id)
from billing.promo_uses as u
join billing.promo_codes as c on c.id = u.code_id
where u.number > c.uses_per_user

union all
select 'codes_are_used_for_something', format('use %s of promo code %s has no purchase that was paid', u.id, u.code_id)
from billing.promo_uses as u
join billing.promo_codes as c on c.id = u.code_id
left join billing.orders as o on o.id = u.order_id
where c.kind in ('percent', 'amount')
  and (
    (u.state = 'reserved' and o.status <> 'open' and o.status <> 'cancelled')
    or (u.state = 'redeemed' and o.status is distinct from 'fulfilled')
    or (o.user_id, o.promo_code_id) is distinct from (u.user_id, u.code_id)
  )

union all
select
  'codes_are_used_for_something',
  format('order %s was paid without the promo code that made it cheaper', o.id)
from billing.orders as o
where o.promo_code_id is not null
  and o.status = 'fulfilled'
  and not exists (
    select
    from billing.promo_uses as u
    where u.order_id = o.id and u.code_id = o.promo_code_id and u.state in ('redeemed', 'returned')
  )

union all
select
  'codes_are_used_for_something',
  format('use %s of promo code %s gave nothing, or something else', u.id, u.code_id)
from billing.promo_uses as u
join billing.promo_codes as c on c.id = u.code_id
left join billing.periods as p on (p.subscription_id, p.number) = (u.subscription_id, u.period_number)
where c.kind not in ('percent', 'amount')
  and u.state = 'redeemed'
  and case c.kind
    when 'balance' then not exists (
      select
      from ledger.entries as e
      join ledger.accounts as a on a.id = e.account_id
      where e.transfer_id = u.transfer_id and a.user_id = u.user_id and a.name = 'bonus' and e.amount = c.amount
    )
    else (p.kind = case c.kind when 'days' then 'grant' else 'trial' end) is not true
  end

union all
select 'codes_are_used_for_something', format('transfer %s is of no promo code', t.id)
from ledger.transfers as t
where t.kind = 'promo'
  and not exists (select from billing.promo_uses as u where u.transfer_id = t.id)

union all
select 'codes_are_given_back', format('use %s of promo code %s is due', u.id, u.code_id)
from billing.promo_uses as u
left join billing.orders as o on o.id = u.order_id
where not exists (select from jobs.jobs as j where j.name = 'settle_promo' and not j.enabled)
  and (
    (
      u.state = 'reserved'
      and o.expires_at < app.now() - interval '10 minutes'
      and not exists (select from billing.unbought as w where w.order_id = o.id)
    )
    or (u.take_back_at < app.now() - interval '10 minutes' and u.taken_back_at is null)
  );
comment on view ops.violations_of_promo is
  'Cases that break ops.invariants about promo codes. Empty if all is well.';
