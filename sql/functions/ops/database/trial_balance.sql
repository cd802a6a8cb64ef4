create or replace view ops.trial_balance as
select
  b.currency::text as currency,
  case when b.user_id is null then b.name else format('customers: %s', b.name) end as account,
  count(*) as accounts,
  sum(b.balance)::bigint as balance
from ledger.balances as b
group by b.currency, case when b.user_id is null then b.name else format('customers: %s', b.name) end
union all
select b.currency::text, '= sum', count(*), sum(b.balance)::bigint
from ledger.balances as b
group by b.currency
order by currency, account;
comment on view ops.trial_balance is
  'All accounts of the ledger by currency, minor units, customers'' accounts of one name together. The line "= sum" is 0 in each currency, or somebody bypassed ledger.post. Reads all accounts.';
