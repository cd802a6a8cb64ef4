create or replace view ops.owed as
select
  a.name, a.currency::text as currency, count(*) filter (where a.balance <> 0) as people,
  sum(a.balance)::bigint as amount
from ledger.accounts as a
where a.user_id is not null
group by a.name, a.currency
having sum(a.balance) <> 0
union all
select b.name, b.currency::text, null, b.balance
from ledger.balances as b
where b.user_id is null and b.name in ('gift_hold', 'suspense') and b.balance <> 0;
comment on view ops.owed is 'What the shop owes, by account and currency.';
comment on column ops.owed.name is
  'Of people: cash, bonus (never paid out), referral and referral_pending (earned by bringing others), withdrawal_hold (open withdrawals), refund_hold (refunds that are not sent yet). Of the shop: gift_hold (gifts that nobody has taken), suspense (payments whose payer is not known).';
comment on column ops.owed.currency is 'Of amount.';
comment on column ops.owed.people is 'How many hold any of it; null for an account of the shop.';
comment on column ops.owed.amount is 'How much, minor units.';
