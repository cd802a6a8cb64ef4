-- A renewal looked for the transfer of each entry, row by row: 64,000 of its 1.37 million instructions were this
-- foreign key. Transfers are never deleted and keep their numbers (transfers_are_append_only is on for every role), so
-- it is enough to look that they are there, once per statement, where the accounts of the entries are looked for.
alter table ledger.entries drop constraint entries_transfer_id_fkey;

-- The most frequent kinds need no regular expression, which costs 17,000 instructions. Not checked again: what is there
-- satisfied the same rule.
alter table ledger.transfers
  drop constraint kind_is_a_word,
  add constraint kind_is_a_word
    check (kind in ('renewal', 'purchase', 'topup') or kind ~ '^[a-z][a-z_]{1,31}$') not valid;
alter table billing.notices
  drop constraint kind_is_a_word,
  add constraint kind_is_a_word
    check (kind in ('announced', 'price_risen', 'short', 'unavailable') or kind ~ '^[a-z][a-z0-9_]{1,31}$') not valid;

-- Each entry and each transfer is looked at once: what is wrong with several of them is one pass.
create or replace function ledger.check_entries() returns trigger
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
as $$
declare
  v_unknown bigint;
  v_discontinuous bigint;
  v_without_transfer bigint;
  v_unbalanced bigint;
  v_complete bigint;
begin
  select
    min(n.account_id) filter (where a.id is null),
    min(n.account_id) filter (
      where num_nulls(a.version, n.account_version) = 1
        or n.account_version > a.version
        or n.balance_after - n.amount is distinct from case
          when n.account_version > 1 then (
            select e.balance_after
            from ledger.entries as e
            where e.account_id = n.account_id and e.account_version = n.account_version - 1
          )
          when n.account_version = 1 then 0
        end
    )
  into v_unknown, v_discontinuous
  from new_entries as n
  left join lateral (
    select c.id, c.version
    from ledger.accounts as c
    where c.id = n.account_id and c.currency = n.currency
    offset 0
  ) as a on true;
  if v_unknown is not null then
    raise foreign_key_violation using
      message = format('there is no account %s in the currency of its entry', v_unknown),
      hint = 'Money moves through ledger.post only.';
  end if;

  select
    min(t.transfer_id) filter (where (select r.id from ledger.transfers as r where r.id = t.transfer_id) is null),
    min(t.transfer_id) filter (where t.is_unbalanced),
    min(t.transfer_id) filter (
      where t.entries <> (select count(*) from ledger.entries as e where e.transfer_id = t.transfer_id)
    )
  into v_without_transfer, v_unbalanced, v_complete
  from (
    select c.transfer_id, bool_or(c.amount <> 0) as is_unbalanced, sum(c.entries) as entries
    from (
      select n.transfer_id, n.currency, sum(n.amount) as amount, count(*) as entries
      from new_entries as n
      group by n.transfer_id, n.currency
    ) as c
    group by c.transfer_id
  ) as t;
  if v_without_transfer is not null then
    raise foreign_key_violation using
      message = format('there is no transfer %s', v_without_transfer),
      hint = 'Money moves through ledger.post only.';
  end if;
  if v_unbalanced is not null then
    raise exception using
      errcode = 'TK004',
      message = format('transfer %s does not sum to zero', v_unbalanced),
      hint = 'Give every currency legs that sum to zero.';
  end if;
  if v_complete is not null then
    raise exception using
      errcode = 'TK001',
      message = format('transfer %s is complete: nothing can be added to it', v_complete),
      hint = 'Post a new transfer.';
  end if;
  if v_discontinuous is not null then
    raise exception using
      errcode = 'TK007',
      message = format('entries of account %s do not continue its balance', v_discontinuous),
      hint = 'Money moves through ledger.post only.';
  end if;
  return null;
end
$$;
comment on function ledger.check_entries() is
  'Trigger: a statement inserts whole transfers (23503 for one that there is not) of accounts that there are (23503), balanced per currency (TK004), to which nothing is added later (TK001); entries of a user account continue its balance without a gap and moved its balance row (TK007).';
