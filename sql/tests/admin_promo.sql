-- What admins do with promo codes and discounts: through the functions of operators, under their own name.
begin;
select plan(34);

\ir fixtures/clock.psql

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '"Europe/Moscow"' where name = 'timezone';
update app.settings set value = 'null' where name = 'lowest_price';
update app.settings set value = '30' where name = 'vip_percent';
update app.flags set enabled = true where name in ('trials', 'purchases', 'topups', 'auto_renewal', 'expiry');
update billing.plans set active = false;
\set price 100
\ir fixtures/plan.psql
\ir fixtures/panel.psql

\set people 3
\ir fixtures/people.psql
update app.users set role = 'owner' where id = pg_temp.who(1);
create function pg_temp.made(p_request uuid, p_terms jsonb, p_count integer default null) returns bigint
language sql
as $$ select count(m.code) from admin.make_promo(-1, p_request, p_count, p_terms, 'a sale') as m $$;
create function pg_temp.code_of(p_name text) returns bigint
language sql
as $$ select max(c.id) from billing.promo_codes as c where coalesce(c.batch, c.code) = p_name $$;
create temporary table requests as select gen_random_uuid() as one, gen_random_uuid() as many, gen_random_uuid() as bad;
create temporary view last as
select a.actor, a.action, a.reason from app.audit as a order by a.id desc limit 1;

-- One code
select is(
  pg_temp.made(r.one, '{"code": "spring", "kind": "percent", "value": 20, "days": 0, "audience": "all"}'),
  1::bigint, 'a code'
)
from requests as r;
select results_eq(
  $$select code, percent, upper(valid), uses_per_user, reason from billing.promo_codes where code = 'SPRING'$$,
  $$values ('SPRING', 20, '1996-02-01 21:00+00'::timestamptz, 1, 'a sale')$$, 'which ends with its last day in the shop'
);
select results_eq(
  'select * from last', format($$values ('admin:%s', 'promo_code.added', 'a sale')$$, pg_temp.who(1)),
  'is made under the name of the admin'
);
select is(
  pg_temp.made(r.one, '{"code": "spring", "kind": "percent", "value": 20}'), 1::bigint, 'asked again'
)
from requests as r;
select is((select count(*) from billing.promo_codes), 1::bigint, 'it is not made again');
select throws_ok(
  format($$select pg_temp.made(%L, '{"code": "spring", "kind": "percent", "value": 10}')$$, r.bad), 'TK066',
  'the code SPRING is in use; ops.retire_code() ends it', 'what cannot be is refused in words'
)
from requests as r;

-- Many
select is(
  pg_temp.made(r.many, '{"code": "ad", "kind": "balance", "value": 50, "audience": "new"}', 3), 3::bigint, 'many codes'
)
from requests as r;
select is(
  pg_temp.made(r.many, '{"code": "ad", "kind": "balance", "value": 50, "audience": "new"}', 3), 3::bigint,
  'are the same when they are asked for again'
)
from requests as r;
select is((select count(*) from billing.promo_codes where batch = 'AD'), 3::bigint, 'and made once');

-- Looking at them
select results_eq(
  $$select name, codes, kind, uses, lines from admin.promo_list(-1, true, 'new', 0, 8)$$,
  $$values ('AD', 3::bigint, 'balance', 0::bigint, 2::bigint), ('SPRING', 1, 'percent', 0, 2)$$,
  'those that were made together are one line'
);
select is_empty($$select from admin.promo_list(-1, false, 'new', 0, 8)$$, 'none is over');
select is((select p.outcome from api.enter_promo(-2, 'SPRING') as p), 'chosen', 'one is chosen');
select inbox._book_payment(-2, 'tap', 'promo', null, 80, 'XTS');
select is(
  (
    select p.outcome
    from billing.current_prices as r
    cross join lateral api.open_order(-2, r.price_id) as o
    cross join lateral api.pay_from_balance(-2, o.order_token) as p
    where r.currency = 'XTS'
  ), 'fulfilled', 'and a purchase takes it'
);
select results_eq(
  $$select name, is_batch, redeemed, revenue, discount, usable from admin.promo(-1, pg_temp.code_of('SPRING'))$$,
  $$values ('SPRING', false, 1::bigint, 80::bigint, 20::bigint, 1::bigint)$$, 'what a code brought and cost'
);
select results_eq(
  $$select name, is_batch, codes, usable, given from admin.promo(-1, pg_temp.code_of('AD'))$$,
  $$values ('AD', true, 3::bigint, 3::bigint, 0::bigint)$$, 'and many together'
);
select results_eq(
  $$select name, people, revenue, code_discounts from admin.growth(-1, 'code', 0, 8)$$,
  $$values ('SPRING', 1::bigint, 80::bigint, 20::bigint)$$, 'the best are first'
);
select results_eq(
  $$select name from admin.promo_list(-1, true, 'used', 0, 1)$$, $$values ('SPRING')$$, 'so are the most used'
);
select results_eq(
  'select currency, plans, lengths, vip_percent from admin.promo_choices(-1)',
  $$values ('XTS', '{tap}'::text[], '{30 day}'::text[], 30)$$, 'what terms are chosen from'
);

-- Giving back, withdrawing
create function pg_temp.uses_of(p_code text) returns integer
language sql
as $$ select c.uses from billing.promo_codes as c where c.code = p_code $$;
create temporary table uses_before as select pg_temp.uses_of('SPRING') as uses;
select is(
  admin.return_code_use(
    -1, pg_temp.who(2), 'SPRING', 'refunded', '00000000-0000-4000-8000-00000000000c'
  ) ->> 'outcome', 'returned', 'a use is given back'
);
-- As if he had used it once more since.
update billing.promo_uses set state = 'redeemed', number = 1
where user_id = pg_temp.who(2) and state = 'returned';
update billing.promo_codes set uses = uses + 1 where code = 'SPRING';
select is(
  admin.return_code_use(
    -1, pg_temp.who(2), 'SPRING', 'refunded', '00000000-0000-4000-8000-00000000000c'
  ) ->> 'outcome', 'returned', 'a confirmation that is handled twice says the same'
);
select is(pg_temp.uses_of('SPRING'), (select b.uses from uses_before as b), 'and gives nothing more');
select results_eq(
  'select * from last', format($$values ('admin:%s', 'operation.return_code_use', 'refunded')$$, pg_temp.who(1)),
  'audited'
);
select is(
  admin.return_code_use(-1, pg_temp.who(2), 'SPRING', 'refunded', gen_random_uuid()) ->> 'outcome', 'returned',
  'another confirmation is another use'
);
-- A code and codes that were made together, of one name, as they could be made before.
select count(*) from ops.make_codes('fall', 2, 'percent', 20, 'x');
insert into billing.promo_codes (code, kind, percent, valid, reason, created_at)
values ('FALL', 'percent', 10, tstzrange(app.now(), null), 'older', app.now());
create temporary table fall as select c.id from billing.promo_codes as c where c.code = 'FALL';
select is(
  admin.retire_promo(-1, f.id, 'over') ->> 'codes', '1', 'a code is withdrawn without those that begin like it'
)
from fall as f;
select is(admin.retire_promo(-1, f.id, 'over') ->> 'outcome', 'no_such_code', 'once') from fall as f;
select is((select count(*) from ops.codes where batch = 'FALL' and is_usable), 2::bigint, 'these can be used');
select is(
  ops.create_code('fall', 'percent', 10, 'x') ->> 'why',
  'codes that were made together have the prefix FALL; ops.retire_code() ends them', 'no other code gets their name'
);
select throws_ok(
  $$select ops.make_codes('spring', 2, 'percent', 20, 'x')$$, 'TK066',
  'a code is called SPRING; ops.retire_code() ends it', 'nor do they get that of a code'
);
select throws_ok(
  $$select admin.retire_promo(-1, pg_temp.code_of('AD'), ' ')$$, 'TK061', null, 'withdrawn for a reason'
);
select is(
  admin.retire_promo(-1, pg_temp.code_of('AD'), 'it leaked') ->> 'codes', '3', 'all that were made together'
);
select results_eq(
  'select * from last', format($$values ('admin:%s', 'promo_code.changed', 'it leaked')$$, pg_temp.who(1)), 'audited'
);
select is(
  admin.retire_promo(-1, pg_temp.code_of('AD'), 'again') ->> 'outcome', 'no_such_code', 'once'
);
select results_eq(
  $$select name from admin.promo_list(-1, false, 'new', 0, 8)$$, $$values ('FALL'), ('AD')$$, 'then they are over'
);

-- Discounts of one person
select
  ops.set_discount(pg_temp.who(2), 15, 'a regular', '1996-02-07 21:00+00'),
  ops.set_vip(pg_temp.who(3), 'a friend');
select results_eq(
  'select user_id, kind, percent, valid_until, lines from admin.discounts(-1, 0, 8)',
  $$values
    (pg_temp.who(3), 'vip', 30, null::timestamptz, 2::bigint),
    (pg_temp.who(2), 'personal', 15, '1996-02-07 21:00+00', 2)$$,
  'who pays less'
);

select * from finish();
rollback;
