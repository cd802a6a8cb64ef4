-- A renewal looked for what it refers to six times, row by row: of its 1.37 million instructions 200,000 were these
-- foreign keys. What they refer to is never deleted and keeps its key, and triggers that are always on see to that
-- (transfers_are_append_only, plan_versions_are_append_only; rows_are_not_lost and ids_stay of subscriptions).
-- So it is enough to look that it is there, once per statement, where the rows are looked at anyway. Only prices may
-- be deleted: until they are sold. There the statement locks each price once, as the foreign key did for each row,
-- and prices_stay_sold refuses what it refused.
alter table ledger.entries drop constraint entries_transfer_id_fkey;
alter table billing.periods
  drop constraint periods_subscription_id_fkey,
  drop constraint periods_transfer_id_fkey,
  drop constraint periods_price_id_fkey,
  drop constraint is_of_a_version_of_its_plan;

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

create or replace function billing.check_periods() returns trigger
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
set enable_hashjoin = off
set enable_sort = off
as $$
declare
  v_price_ids constant bigint[] := array(select distinct g.price_id from granted as g where g.price_id is not null);
  v_count integer;
  v_period record;
begin
  perform from billing.prices as r where r.id = any (v_price_ids) order by r.id for key share;
  get diagnostics v_count = row_count;
  if v_count < cardinality(v_price_ids) or exists (
    select
    from (select distinct g.plan_id, g.plan_version from granted as g) as d
    where num_nulls(d.plan_id, d.plan_version) = 0
      and (
        select v.version from billing.plan_versions as v where v.plan_id = d.plan_id and v.version = d.plan_version
      ) is null
  ) then
    raise foreign_key_violation using
      message = 'a period was sold at a price or with a version of a plan that there is not',
      hint = 'Grant periods with billing.grant_period() only.';
  end if;

  select
    g.subscription_id, g.number, g.transfer_id,
    (select s.id from billing.subscriptions as s where s.id = g.subscription_id) is null
    or g.transfer_id is not null
    and (select t.id from ledger.transfers as t where t.id = g.transfer_id) is null as is_lost
  into v_period
  from granted as g
  left join lateral (
    select p.number, p.starts_at, p.ends_at, p.closed_at
    from billing.periods as p
    where p.subscription_id = g.subscription_id and p.number < g.number
    order by p.number desc
    limit 1
  ) as l on true
  where g.number - 1 <> coalesce(l.number, 0)
    or g.starts_at < case
      when l.closed_at is distinct from l.starts_at then coalesce(l.closed_at, l.ends_at)
      when l.number is not null then (
        select coalesce(p.closed_at, p.ends_at)
        from billing.periods as p
        where p.subscription_id = g.subscription_id
          and p.number < l.number
          and p.closed_at is distinct from p.starts_at
        order by p.number desc
        limit 1
      )
    end
    or (select s.id from billing.subscriptions as s where s.id = g.subscription_id) is null
    or g.transfer_id is not null
    and (select t.id from ledger.transfers as t where t.id = g.transfer_id) is null
  limit 1;
  if v_period.is_lost then
    raise foreign_key_violation using
      message = format(
        'period %s is of a subscription %s or paid by a transfer %s that there is not',
        v_period.number, v_period.subscription_id, v_period.transfer_id
      ),
      hint = 'Grant periods with billing.grant_period() only.';
  elsif v_period.is_lost is not null then
    raise exception using
      errcode = 'TK031',
      message = format('period %s of subscription %s does not follow one', v_period.number, v_period.subscription_id),
      detail = 'Periods are numbered without gaps, and each starts at the end of the one before or later.',
      hint = 'Grant periods with billing.grant_period() only.';
  end if;
  return null;
end
$$;
comment on function billing.check_periods() is
  'Trigger: periods are gapless and in order (TK031), of subscriptions, transfers, prices and versions of plans that there are (23503).';

create function billing.check_sold_price() returns trigger
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if exists (select from billing.periods as p where p.price_id = old.id) then
    raise foreign_key_violation using
      message = format('price %s was sold at', old.id),
      hint = 'select ops.change_price(plan, count, unit, amount)';
  end if;
  return null;
end
$$;
comment on function billing.check_sold_price() is
  'Trigger that keeps a price which a period was sold at (23503). After the delete, which waits for those who are selling at it.';
create trigger prices_stay_sold
  after delete on billing.prices
  for each row execute function billing.check_sold_price();
alter table billing.prices enable always trigger prices_stay_sold;

create trigger ids_stay
  before update of id on billing.subscriptions
  for each statement execute function app.refuse_change();
alter table billing.subscriptions enable always trigger ids_stay;
