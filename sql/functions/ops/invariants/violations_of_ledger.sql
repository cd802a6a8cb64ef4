-- Cost: each branch is one or two passes over transfers and entries; together they take 7 s for 870k transfers,
-- growing linearly. Do not run it every minute. `where invariant = '...'` runs a single branch.
create or replace view ops.violations_of_ledger as
with of_accounts as (
  select
    e.account_id,
    count(*) as entries,
    max(e.account_version) as version,
    sum(e.amount) as amount
  from ledger.entries as e
  where e.account_version is not null
  group by e.account_id
),

of_transfers as (
  select
    e.transfer_id,
    string_agg(e.account_id || ':' || e.amount, ',' order by e.account_id) as legs
  from ledger.entries as e
  group by e.transfer_id
)

select
  'transfers_sum_to_zero' as invariant,
  format('transfer %s, %s', e.transfer_id, e.currency) as subject
from ledger.entries as e
group by e.transfer_id, e.currency
having sum(e.amount) <> 0

union all
select 'transfers_sum_to_zero', format('transfer %s, no entries', t.id)
from ledger.transfers as t
where not exists (select from ledger.entries as e where e.transfer_id = t.id)

union all
select 'balances_equal_entries', format('account %s', a.id)
from ledger.accounts as a
left join of_accounts as sums on sums.account_id = a.id
left join ledger.entries as last on last.account_id = a.id and last.account_version = a.version
where a.user_id is not null
  and (
    a.version <> coalesce(sums.entries, 0)
    or a.version <> coalesce(sums.version, 0)
    or a.balance <> coalesce(sums.amount, 0)
    or a.balance <> coalesce(last.balance_after, 0)
    or a.balance < a.floor
  )

union all
select 'snapshots_equal_entries', format('account %s', s.account_id)
from ledger.snapshots as s
where s.balance <> (
  select coalesce(sum(e.amount), 0)
  from ledger.entries as e
  where e.account_id = s.account_id
    and e.account_version is null
    and e.transfer_id <= s.transfer_id
)

union all
select 'keys_name_one_transfer', format('key %s', t.idempotency_key)
from ledger.transfers as t
group by t.idempotency_key
having count(*) > 1

union all
-- The same text that ledger._hashes builds. Entries without a transfer match none.
select 'transfers_match_their_hash', format('transfer %s', e.transfer_id)
from of_transfers as e
left join ledger.transfers as t on t.id = e.transfer_id
where t.content_hash is distinct from sha256(convert_to(concat_ws('|', t.kind, t.reverses, e.legs), 'UTF8'));
comment on view ops.violations_of_ledger is
  'Cases that break the ledger''s part of ops.invariants. Empty if all is well.';
