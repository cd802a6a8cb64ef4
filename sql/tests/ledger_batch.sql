-- ledger.post_batch: many transfers, all or none.
begin;
select plan(15);

create temporary table accounts as
with users as (
  insert into app.users (identity_hash, created_at)
  select sha256(convert_to('ledger_batch ' || n, 'UTF8')), app.now() from generate_series(1, 2) as n
  returning id
)

select
  ledger.account(min(u.id), 'cash', 'XTS') as ann,
  ledger.account(max(u.id), 'cash', 'XTS') as bob,
  ledger.account(null, 'clearing.tap', 'XTS') as clearing,
  ledger.account(null, 'revenue', 'XXX') as foreign_revenue
from users as u;

create function pg_temp.post(p_transfers text) returns bigint[]
language sql
as $$
  select ledger.post_batch(
    'credit',
    array_agg('tap:' || t.part[1]),
    array_agg((to_jsonb(a) ->> t.part[2])::bigint),
    array_agg((to_jsonb(a) ->> t.part[3])::bigint),
    array_agg(t.part[4]::bigint)
  )
  from (
    select string_to_array(trim(u.line), ' ') as part from string_to_table(p_transfers, ',') as u (line)
  ) as t
  cross join accounts as a
$$;

create temporary table written as
select pg_temp.post('3 clearing ann 100, 1 ann bob 60, 2 clearing ann 5, 4 bob ann 60, 5 clearing bob 7') as ids;
select results_eq(
  $$select t.idempotency_key from written as w cross join unnest(w.ids) with ordinality as i (id, n)
    join ledger.transfers as t on t.id = i.id order by i.n$$,
  $$values ('tap:3'), ('tap:1'), ('tap:2'), ('tap:4'), ('tap:5')$$,
  'the ids come in the order of the keys'
);
select results_eq(
  $$select e.account_version, e.amount, e.balance_after from ledger.entries as e
    where e.account_id = (select ann from accounts) order by e.account_version$$,
  $$values (1::bigint, 100::bigint, 100::bigint), (2, -60, 40), (3, 5, 45), (4, 60, 105)$$,
  'several transfers may touch one account, one after the other'
);
select is(
  (select (ledger.balance(ann), ledger.balance(bob)) from accounts), row(105::bigint, 7::bigint), 'the balances follow'
);
select is(
  pg_temp.post('5 clearing bob 7, 3 clearing ann 100'),
  (select array[ids[5], ids[1]] from written),
  'the same keys with the same content are the same transfers'
);
select is(
  cardinality(pg_temp.post('3 clearing ann 100, 6 clearing bob 1')), 2, 'old and new ones may come together'
);
select is((select ledger.balance(bob) from accounts), 8::bigint, 'of which the new one moves money');
select is(ledger.post_batch('credit', '{}', '{}', '{}', '{}'), '{}'::bigint[], 'nothing to do is done');

select throws_ok(
  $$select pg_temp.post('7 clearing ann 1, 8 bob ann 9, 9 clearing bob 1')$$, 'TK002', null,
  'one that fails, fails all: the money of a later one is not there yet'
);
select is(
  (select count(*) from ledger.transfers where idempotency_key in ('tap:7', 'tap:8', 'tap:9')), 0::bigint,
  'none was written'
);
select lives_ok($$select pg_temp.post('9 clearing bob 1, 7 clearing ann 1, 8 bob ann 9')$$, 'in the right order it is');
select throws_ok(
  $$select pg_temp.post('10 clearing ann 1, 3 clearing ann 99')$$, 'TK003', null, 'a key used otherwise'
);
select throws_ok(
  $$select pg_temp.post('10 clearing ann 1, 10 clearing ann 1')$$, 'TK004', null, 'a key that comes twice'
);
select throws_ok($$select pg_temp.post('10 clearing ann -1')$$, 'TK004', null, 'an amount that is not positive');
select throws_ok($$select pg_temp.post('10 ann foreign_revenue 1')$$, 'TK004', null, 'two currencies');
select throws_ok(
  $$select ledger.post_batch('credit', '{tap:10,tap:11}', array[clearing], array[ann], '{1}') from accounts$$,
  'TK004', null, 'arrays of different length'
);

select * from finish();
rollback;
