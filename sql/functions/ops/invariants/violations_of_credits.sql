-- Checks money that came in. Cost: a pass over payments.
create or replace view ops.violations_of_credits as
with held as (
  select p.currency, sum(p.amount) as amount
  from billing.suspense as s
  join billing.payments as p on p.id = s.payment_id
  where s.resolved_at is null
  group by p.currency
)

select
  'payments_are_credited_once' as invariant,
  format('payment %s', p.id) as subject
from billing.payments as p
where (
    select count(*)
    from ledger.entries as e
    join ledger.accounts as a on a.id = e.account_id
    where e.transfer_id = p.transfer_id
      and e.amount = p.amount
      and e.currency = p.currency
      and case when p.user_id is null then a.name = 'suspense' else a.user_id = p.user_id end
  ) <> 1

union all
select 'payments_are_credited_once', format('%s payment %s', p.provider, p.external_id)
from billing.payments as p
group by p.provider, p.external_id
having count(*) > 1

union all
select 'suspense_is_explained', format('payment %s', p.id)
from billing.payments as p
left join billing.suspense as s on s.payment_id = p.id
where (p.user_id is null) <> (s.payment_id is not null)

union all
select 'suspense_is_explained', format('%s held, %s explained, %s', b.balance, coalesce(h.amount, 0), b.currency)
from ledger.balances as b
left join held as h on h.currency = b.currency
where b.user_id is null
  and b.name = 'suspense'
  and b.balance <> coalesce(h.amount, 0)

union all
select 'suspense_is_explained', format('payment %s was resolved otherwise', p.id)
from billing.suspense as s
join billing.payments as p on p.id = s.payment_id
where s.resolved_at is not null
  and (
    select
      coalesce(sum(e.amount) filter (where a.name = 'suspense'), 0) <> -p.amount
      or coalesce(sum(e.amount) filter (where case
        when s.user_id is not null then a.name = 'cash' and a.user_id = s.user_id
        -- What a dispute took covers the shop's loss.
        when a.name = 'losses'
          then exists (select from billing.disputes as d where d.payment_id = p.id and d.taken_by is not null)
        else a.name = 'clearing.' || p.provider and s.dispute_id is null
      end), 0) <> p.amount
    from ledger.entries as e
    join ledger.accounts as a on a.id = e.account_id
    where e.transfer_id = s.transfer_id and e.currency = p.currency
  );
comment on view ops.violations_of_credits is
  'Cases that break ops.invariants in payments and suspense, a part of ops.violations_of_payments. Empty if all is well.';
