-- ledger.account and ledger.post: what moves money, and what refuses to.
begin;
select plan(45);

create temporary table accounts as
with users as (
  insert into app.users (identity_hash, created_at)
  select sha256(convert_to('ledger_post ' || n, 'UTF8')), app.now() from generate_series(1, 2) as n
  returning id
)

select
  min(u.id) as ann,
  max(u.id) as bob,
  ledger.account(min(u.id), 'cash', 'XTS') as ann_cash,
  ledger.account(max(u.id), 'cash', 'XTS') as bob_cash,
  ledger.account(max(u.id), 'cash', 'XXX') as bob_other,
  ledger.account(null, 'clearing.tap', 'XTS') as clearing,
  ledger.account(null, 'revenue', 'XTS') as revenue,
  ledger.account(null, 'revenue', 'XXX') as revenue_other
from users as u;

create function pg_temp.id(p_name text) returns bigint
language sql
as $$ select (to_jsonb(a) ->> p_name)::bigint from accounts as a $$;

create function pg_temp.post(p_key text, variadic p_legs text[]) returns bigint
language sql
as $$
  select ledger.post('credit', 'tap:' || p_key, array_agg(row(pg_temp.id(l.leg[1]), l.leg[2]::bigint)::ledger.leg))
  from (select string_to_array(u.leg, ' ') as leg from unnest(p_legs) as u (leg)) as l
$$;

-- Accounts
select is(
  ledger.account(pg_temp.id('ann'), 'cash', 'XTS'), pg_temp.id('ann_cash'), 'an account is opened once'
);
select is(
  ledger.account(null, 'revenue', 'XTS'), pg_temp.id('revenue'), 'a system account is opened once'
);
select isnt(pg_temp.id('bob_cash'), pg_temp.id('bob_other'), 'each currency has an account of its own');
select results_eq(
  $$select floor, balance, version from ledger.accounts where id = pg_temp.id('ann_cash')$$,
  'values (0::bigint, 0::bigint, 0::bigint)',
  'a user account starts empty, with floor 0'
);
select results_eq(
  $$select floor, balance, version from ledger.accounts where id = pg_temp.id('revenue')$$,
  'values (null::bigint, null::bigint, null::bigint)',
  'a system account keeps no balance row'
);
select throws_ok(
  $$select ledger.account(pg_temp.id('ann'), 'revenue', 'XTS')$$, '23514', null, 'a user has no system account'
);
select throws_ok($$select ledger.account(null, 'cash', 'XTS')$$, '23514', null, 'the shop has no user account');
select throws_ok($$select ledger.account(-1, 'cash', 'XTS')$$, '23503', null, 'an unknown user has no account');
select throws_ok(
  $$select ledger.account(pg_temp.id('ann'), 'cash', 'roubles')$$, '23514', null, 'a currency is a code'
);

-- A transfer
create temporary table first as select pg_temp.post('1', 'clearing -500', 'ann_cash 500') as id;
select ok((select id is not null from first), 'post returns the transfer');
select results_eq(
  $$select kind, idempotency_key, reverses, reason, created_at = app.now() from ledger.transfers
    where id = (select id from first)$$,
  $$values ('credit'::text, 'tap:1'::text, null::bigint, null::text, true)$$,
  'and records it'
);
select results_eq(
  $$select account_id, amount, currency::text, account_version, balance_after from ledger.entries
    where transfer_id = (select id from first) order by amount$$,
  $$values
    (pg_temp.id('clearing'), -500::bigint, 'XTS'::text, null::bigint, null::bigint),
    (pg_temp.id('ann_cash'), 500::bigint, 'XTS'::text, 1::bigint, 500::bigint)$$,
  'with one entry a leg; the user''s has version and balance'
);
select is(ledger.balance(pg_temp.id('ann_cash')), 500::bigint, 'the balance moved');
select lives_ok($$select pg_temp.post('2', 'ann_cash -200', 'bob_cash 150', 'revenue 50')$$, 'three legs');
select lives_ok(
  $$select pg_temp.post('3', 'clearing -5', 'bob_cash 5', 'revenue_other -9', 'bob_other 9')$$,
  'two currencies, each balanced'
);
select results_eq(
  $$select balance, version from ledger.accounts where id in (pg_temp.id('ann_cash'), pg_temp.id('bob_cash'))
    order by id$$,
  'values (300::bigint, 2::bigint), (155::bigint, 2::bigint)',
  'balances and versions of user accounts follow'
);
select lives_ok(
  $$select ledger.post('debit', 'tap:4', array[row(ann_cash, -1), row(revenue, 1)]::ledger.leg[], 'why')
    from accounts$$,
  'a reason may be given'
);
select is((select reason from ledger.transfers where idempotency_key = 'tap:4'), 'why', 'and is kept');

-- The same key again
select is(
  pg_temp.post('1', 'clearing -500', 'ann_cash 500'),
  (select id from first),
  'the same key with the same content is the same transfer'
);
select is(
  pg_temp.post('1', 'ann_cash 500', 'clearing -500'),
  (select id from first),
  'in whatever order its legs come'
);
select is(
  ledger.post_batch(
    'credit', array['tap:1'], array[pg_temp.id('clearing')], array[pg_temp.id('ann_cash')], array[500::bigint]
  ),
  (select array[id] from first),
  'and through the set-based twin'
);
select is(ledger.balance(pg_temp.id('ann_cash')), 299::bigint, 'and nothing moves');
select throws_ok(
  $$select pg_temp.post('1', 'clearing -501', 'ann_cash 501')$$, 'TK003', null, 'other amounts are another transfer'
);
select throws_ok(
  $$select pg_temp.post('1', 'clearing -500', 'bob_cash 500')$$, 'TK003', null, 'so is another account'
);
select throws_ok(
  $$select ledger.post('debit', 'tap:1', array[row(clearing, -500), row(ann_cash, 500)]::ledger.leg[]) from accounts$$,
  'TK003', null, 'so is another kind'
);
select throws_ok(
  $$select ledger.reverse((select id from first), 'tap:1', 'mistake')$$, 'TK003', null, 'so is a reversal'
);
select throws_ok(
  $$select pg_temp.post('1', 'ann_cash -100000', 'revenue 100000')$$, 'TK003', null,
  'the key is looked at before the funds'
);

-- Floor
select throws_ok(
  $$select pg_temp.post('5', 'ann_cash -300', 'revenue 300')$$, 'TK002', null, 'a wallet does not go below its floor'
);
select is((select count(*) from ledger.transfers where idempotency_key = 'tap:5'), 0::bigint, 'nothing is left of it');
select lives_ok($$select pg_temp.post('5', 'ann_cash -299', 'revenue 299')$$, 'down to the floor it goes');
update ledger.accounts set floor = -50 where id = pg_temp.id('ann_cash');
select lives_ok($$select pg_temp.post('6', 'ann_cash -50', 'revenue 50')$$, 'a lower floor lets it go lower');
select throws_ok($$select pg_temp.post('7', 'ann_cash -1', 'revenue 1')$$, 'TK002', null, 'and no lower');
select throws_ok(
  $$update ledger.accounts set floor = 0 where id = pg_temp.id('ann_cash')$$, '23514', null,
  'a floor is not raised above the balance'
);

-- What is no transfer
select throws_ok($$select pg_temp.post('8', 'clearing -5', 'ann_cash 6')$$, 'TK004', null, 'unbalanced');
select throws_ok(
  $$select pg_temp.post('8', 'clearing -5', 'bob_other 5')$$, 'TK004', null, 'balanced over two currencies only'
);
select throws_ok($$select pg_temp.post('8', 'ann_cash 0', 'revenue 0')$$, 'TK004', null, 'nothing to move');
select throws_ok(
  $$select pg_temp.post('8', 'ann_cash -5', 'ann_cash 5')$$, 'TK004', null, 'two legs on one account'
);
select throws_ok($$select ledger.post('credit', 'tap:8', '{}')$$, 'TK004', null, 'no legs');
select throws_ok($$select ledger.post('credit', 'tap:8', null)$$, 'TK004', null, 'legs that are null');
select throws_ok(
  $$select ledger.post('credit', 'tap:8', array[row(pg_temp.id('ann_cash'), null), row(null, 5)]::ledger.leg[])$$,
  'TK004', null, 'legs with holes'
);
select throws_ok(
  $$select ledger.post('credit', 'tap:8', array[row(-1, -5), row(pg_temp.id('ann_cash'), 5)]::ledger.leg[])$$,
  'TK006', null, 'an unknown account'
);
select throws_ok($$select ledger.balance(-1)$$, 'TK006', null, 'which has no balance either');
select throws_ok(
  $$select ledger.post('Not a word', 'tap:8', array[row(clearing, -5), row(ann_cash, 5)]::ledger.leg[]) from accounts$$,
  '23514', null, 'a kind is a word'
);
select is(
  (select count(*) from ledger.transfers where idempotency_key = 'tap:8'), 0::bigint, 'none of it left a trace'
);

-- What all payments share is not locked by any: locks of several sessions are multixacts.
select is_empty(
  $$select a.name from ledger.accounts as a where a.user_id is null and a.xmax::text <> '0'$$,
  'no transfer locked a system account'
);

select * from finish();
rollback;
