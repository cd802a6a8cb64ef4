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
  'All accounts of the ledger by currency, customers'' accounts of one name together. Reads all accounts.';
comment on column ops.trial_balance.currency is 'Of balance.';
comment on column ops.trial_balance.account is
  'Name of a system account; customers: <name> for all accounts of that name; = sum for all of the currency.';
comment on column ops.trial_balance.accounts is 'How many accounts are in the line.';
comment on column ops.trial_balance.balance is
  'Sum of their balances, minor units. In the line = sum it is 0 in each currency, or somebody bypassed ledger.post.';
