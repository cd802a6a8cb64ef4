-- Nobody changes what was written, and nobody writes past ledger.post: not the owner of the tables, and not a
-- session that switches triggers off as replication does.
begin;
set local client_min_messages = warning;
select plan(33);

create temporary table accounts as
with users as (
  insert into app.users (identity_hash, created_at)
  select sha256(convert_to('ledger_append_only ' || n, 'UTF8')), app.now() from generate_series(1, 2) as n
  returning id
)

select
  min(u.id) as user_id,
  ledger.account(min(u.id), 'cash', 'XTS') as ann,
  ledger.account(max(u.id), 'cash', 'XTS') as bob,
  ledger.account(null, 'clearing.tap', 'XTS') as clearing
from users as u;
create temporary table transfers as
select
  ledger.post('credit', 'tap:1', array[row(clearing, -500), row(ann, 500)]::ledger.leg[]) as id,
  ledger.post('credit', 'tap:2', array[row(clearing, -50), row(bob, 50)]::ledger.leg[]) as other
from accounts;
grant select on accounts, transfers to public;

-- Inside throws_ok the error takes the role back.
create function pg_temp.refused(p_sql text, p_sqlstate text, p_what text) returns setof text
language plpgsql
as $$
begin
  return next throws_ok(
    format('do %L', format('begin set local role tickover_owner; execute %L; end', p_sql)), p_sqlstate, null, p_what
  );
end
$$;

-- Written once
select pg_temp.refused('update ledger.transfers set reason = null', 'TK001', 'transfers are not updated');
select pg_temp.refused('delete from ledger.transfers where id = -1', 'TK001', 'nor deleted');
select pg_temp.refused('truncate ledger.transfers cascade', 'TK001', 'nor truncated');
select pg_temp.refused('update ledger.entries set amount = amount + 1', 'TK001', 'entries are not updated');
select pg_temp.refused('delete from ledger.entries', 'TK001', 'nor deleted');
select pg_temp.refused('truncate ledger.entries', 'TK001', 'nor truncated');
select app.record('system', 'tap.done', 'user', 1, null, null);
select pg_temp.refused('update app.audit set reason = null', 'TK001', 'the audit log is not updated');
select pg_temp.refused('delete from app.audit', 'TK001', 'nor deleted');
select pg_temp.refused('truncate app.audit', 'TK001', 'nor truncated');
select pg_temp.refused('truncate app.users cascade', 'TK001', 'not even by way of the users');
select pg_temp.refused(
  'insert into ledger.entries (transfer_id, account_id, amount, currency)
   select id, clearing, 1, ''XTS'' from accounts, transfers
   on conflict (transfer_id, account_id) do update set amount = 1',
  'TK001', 'nor by way of a conflict'
);
select pg_temp.refused('delete from ledger.accounts where id = -1', 'TK001', 'accounts are not deleted');
select pg_temp.refused('truncate ledger.accounts cascade', 'TK001', 'nor truncated');
select pg_temp.refused(
  'update ledger.accounts set user_id = user_id + 1 where id = (select ann from accounts)', 'TK001',
  'nor given to another user'
);
select pg_temp.refused(
  'update ledger.accounts set currency = ''XXX'' where id = (select ann from accounts)', 'TK001',
  'nor turned into another currency'
);

-- Written whole
select pg_temp.refused(
  'with t as (
     insert into ledger.transfers (kind, idempotency_key, content_hash, created_at)
     values (''credit'', ''tap:half'', '''', app.now()) returning id
   )
   insert into ledger.entries (transfer_id, account_id, amount, currency)
   select t.id, clearing, -5, ''XTS'' from t, accounts',
  'TK004', 'half a transfer'
);
select pg_temp.refused(
  'insert into ledger.entries (transfer_id, account_id, amount, currency)
   select t.id, ledger.account(null, n.name, ''XTS''), n.amount, ''XTS''
   from transfers as t, (values (''revenue'', 5), (''suspense'', -5)) as n (name, amount)',
  'TK001', 'a pair of entries added to a transfer that is complete'
);
select pg_temp.refused(
  'with t as (
     insert into ledger.transfers (kind, idempotency_key, content_hash, created_at)
     values (''credit'', ''tap:stray'', '''', app.now()) returning id
   )
   insert into ledger.entries (transfer_id, account_id, amount, currency, account_version, balance_after)
   select t.id, n.* from t, accounts as a,
     lateral (values (a.clearing, -5, ''XTS'', null::bigint, null::bigint), (a.ann, 5, ''XTS'', 2, 505)) as n',
  'TK007', 'entries that leave the balance row behind'
);
select pg_temp.refused(
  'with t as (
     insert into ledger.transfers (kind, idempotency_key, content_hash, created_at)
     values (''credit'', ''tap:stray'', '''', app.now()) returning id
   )
   insert into ledger.entries (transfer_id, account_id, amount, currency)
   select t.id, n.* from t, accounts as a, lateral (values (a.clearing, -5, ''XTS''), (a.ann, 5, ''XTS'')) as n',
  'TK007', 'an entry of a user account without version and balance'
);
select pg_temp.refused(
  'with t as (
     insert into ledger.transfers (kind, idempotency_key, content_hash, created_at)
     values (''credit'', ''tap:stray'', '''', app.now()) returning id
   ), moved as (
     update ledger.accounts set balance = 505, version = 3 where id = (select ann from accounts)
   )
   insert into ledger.entries (transfer_id, account_id, amount, currency, account_version, balance_after)
   select t.id, n.* from t, accounts as a,
     lateral (values (a.clearing, -5, ''XTS'', null::bigint, null::bigint), (a.ann, 5, ''XTS'', 3, 505)) as n',
  'TK007', 'a gap in the versions'
);
select pg_temp.refused(
  'with t as (
     insert into ledger.transfers (kind, idempotency_key, content_hash, created_at)
     values (''credit'', ''tap:stray'', '''', app.now()) returning id
   ), moved as (
     update ledger.accounts set balance = 600, version = 2 where id = (select ann from accounts)
   )
   insert into ledger.entries (transfer_id, account_id, amount, currency, account_version, balance_after)
   select t.id, n.* from t, accounts as a,
     lateral (values (a.clearing, -5, ''XTS'', null::bigint, null::bigint), (a.ann, 5, ''XTS'', 2, 600)) as n',
  'TK007', 'a balance that the amount does not explain'
);
select pg_temp.refused(
  'insert into ledger.entries (transfer_id, account_id, amount, currency)
   select other, ann, 5, ''XTS'' from accounts, transfers',
  'TK004', 'an entry alone'
);
select pg_temp.refused(
  'with t as (
     insert into ledger.transfers (kind, idempotency_key, content_hash, created_at)
     values (''credit'', ''tap:stray'', '''', app.now()) returning id
   )
   insert into ledger.entries (transfer_id, account_id, amount, currency)
   select t.id, n.* from t, accounts as a,
     lateral (values (a.clearing, -5, ''XXX''), (ledger.account(null, ''revenue'', ''XTS''), 5, ''XXX'')) as n',
  '23503', 'entries in another currency than their account''s'
);
select pg_temp.refused(
  'insert into ledger.entries (transfer_id, account_id, amount, currency)
   select -1, n.* from accounts as a,
     lateral (values (a.clearing, -5, ''XTS''), (ledger.account(null, ''revenue'', ''XTS''), 5, ''XTS'')) as n',
  '23503', 'entries of a transfer that there is not'
);
select pg_temp.refused(
  'with t as (
     insert into ledger.transfers (kind, idempotency_key, content_hash, created_at)
     values (''credit'', ''tap:stray'', '''', app.now()) returning id
   )
   insert into ledger.entries (transfer_id, account_id, amount, currency)
   select x.* from t, accounts as a, transfers as o, lateral (values
     (t.id, a.clearing, -5, ''XTS''), (t.id, ledger.account(null, ''revenue'', ''XTS''), 5, ''XTS''),
     (o.id, ledger.account(null, ''suspense'', ''XTS''), -7, ''XTS''),
     (o.id, ledger.account(null, ''revenue'', ''XTS''), 7, ''XTS'')
   ) as x',
  'TK001', 'entries of a complete transfer next to those of a new one'
);

-- Balance rows
select pg_temp.refused(
  'update ledger.accounts set balance = balance + 1 where id = (select ann from accounts)', 'TK007',
  'a balance is not changed by hand'
);
select pg_temp.refused(
  'update ledger.accounts set balance = 0, version = 0 where id = (select ann from accounts)', 'TK007',
  'nor put back to the beginning'
);
select pg_temp.refused(
  'insert into ledger.accounts (user_id, name, currency, balance, created_at)
   select user_id, ''bonus'', ''XTS'', 100, app.now() from accounts',
  'TK007', 'an account does not start with money'
);

-- Replication roles skip ordinary triggers; these are always on.
create function pg_temp.refused_to_replica(p_sql text, p_sqlstate text, p_what text) returns setof text
language plpgsql
as $$
begin
  return next throws_ok(
    format('do %L', format('begin set local session_replication_role = replica; execute %L; end', p_sql)),
    p_sqlstate, null, p_what
  );
end
$$;
select pg_temp.refused_to_replica('delete from ledger.entries', 'TK001', 'a replication role deletes no entries');
select pg_temp.refused_to_replica('delete from ledger.transfers', 'TK001', 'nor transfers');
select pg_temp.refused_to_replica('delete from app.audit', 'TK001', 'nor audit lines');
select pg_temp.refused_to_replica(
  'update ledger.accounts set balance = balance + 1 where id = (select ann from accounts)', 'TK007',
  'nor does it change balances'
);

select results_eq(
  'select balance, version from ledger.accounts where id = (select ann from accounts)',
  'values (500::bigint, 1::bigint)',
  'after all of which everything is as it was'
);

select * from finish();
rollback;
