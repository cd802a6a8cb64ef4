-- One view for both kinds of account. A user account stores its balance; the balance of a system account is the last
-- snapshot plus the entries since.
create or replace view ledger.balances as
select
  a.id as account_id,
  a.user_id,
  a.name,
  a.currency,
  coalesce(a.balance, coalesce(s.balance, 0) + since.amount) as balance
from ledger.accounts as a
left join ledger.snapshots as s on s.account_id = a.id
cross join lateral (
  select coalesce(sum(e.amount), 0)::bigint as amount
  from ledger.entries as e
  where a.user_id is null
    and e.account_id = a.id
    and e.account_version is null
    and e.transfer_id > coalesce(s.transfer_id, 0)
) as since;
comment on view ledger.balances is
  'The balance of each account: of users as it is kept, of system accounts as their entries sum up.';
comment on column ledger.balances.account_id is 'The account, see ledger.accounts.';
comment on column ledger.balances.user_id is 'Whose it is; null for system accounts.';
comment on column ledger.balances.name is 'Name of the account, see ledger.accounts.';
comment on column ledger.balances.currency is 'Of balance.';
comment on column ledger.balances.balance is
  'Sum of its entries, minor units; of a user''s account what the shop owes him.';
