-- "Why was I charged?", "Why has it ended?": the story of a customer in order.
begin;
select plan(32);

\ir fixtures/clock.psql

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '"tap"' where name = 'trial_plan';
update app.settings set value = '24' where name = 'grace_hours';
update app.settings set value = '24' where name = 'trial_hours';
update app.flags set enabled = true where name in ('trials', 'purchases', 'topups', 'expiry', 'auto_renewal');
\set price 3000
\ir fixtures/plan.psql
\ir fixtures/panel.psql

\set people 3
\ir fixtures/people.psql
create function pg_temp.story(p_n integer) returns setof text
language sql
as $$
  select x.what from ops.explain(pg_temp.who(p_n)::text) as x where x.what not in ('told', 'not told', 'access lags')
$$;
create function pg_temp.detail(p_n integer, p_what text) returns text
language sql
as $$ select x.detail from ops.explain(pg_temp.who(p_n)::text) as x where x.what = p_what order by x.at desc limit 1 $$;
create function pg_temp.buy(p_n integer) returns text
language sql
as $$
  select p.outcome
  from billing.current_prices as r
  join billing.plans as l on l.id = r.plan_id and l.code = 'tap'
  cross join lateral api.open_order(-p_n, r.price_id) as o
  cross join lateral api.pay_from_balance(-p_n, o.order_token) as p
$$;

-- Whose story
select throws_ok($$select ops.explain('nobody')$$, 'TK010', null, 'nobody has none');
select throws_ok($$select ops.explain('999999999999')$$, 'TK010', null, 'nor has a number that nobody has');
select throws_like($$select ops.explain('Ann')$$, '%several customers%', 'several have not one');
update app.telegram_identities set username = 'anna_t' where telegram_id = -1;
update app.telegram_identities set username = 'anna_too' where telegram_id = -2;
select is(ops.customer_of('@anna_too'), pg_temp.who(2), 'a name is found');
select is(ops.customer_of('@anna_t'), pg_temp.who(1), 'as a whole before as a part');
select is(ops.customer_of('#' || pg_temp.who(3)), pg_temp.who(3), 'a number is one of ours');
select is(array(select pg_temp.story(1)), array['signed up'], 'at first there is not much to tell');

-- Charged
select is((select s.outcome from api.start_trial(-1) as s), 'started', 'one tries');
select pg_temp.at('1996-02-02 00:00+00');
select from inbox._book_payment(-1, 'tap', 'story one', null, 7000, 'XTS');
select is(pg_temp.buy(1), 'fulfilled', 'and buys');
select is(
  array(select pg_temp.story(1)), array['signed up', 'trial', 'ordered', 'paid in', 'charged', 'now'],
  'each once, in order'
);
select matches(pg_temp.detail(1, 'charged'), '^bought, Tap from .*, order \d+, balance 4000$', 'what a charge was for');
select results_eq(
  $$select x.amount, x.currency, x.ref ~ '^transfer \d+$'
    from ops.explain(pg_temp.who(1)::text) as x
    where x.what = 'charged'$$,
  $$values (-3000::bigint, 'XTS', true)$$, 'how much it was, and what to reverse it by'
);
select pg_temp.at('1996-02-29 12:00+00');
select isnt((jobs.renew_due(100)).done, 0, 'the charge to come is announced');
select pg_temp.at('1996-03-02 12:00+00');
select isnt((jobs.renew_due(100)).done, 0, 'and made');
select matches(
  pg_temp.detail(1, 'charged'), '^renewed by itself, .*, announced on 1996-02-29, balance 1000$',
  'a charge that nobody ordered says when it was announced'
);
select is((ops.refund(pg_temp.who(1), 2, 'slow', p_amount => 100)) ->> 'outcome', 'refunded', 'some goes back');
select matches(pg_temp.detail(1, 'refunded'), 'slow', 'why, as it was said');
select matches(pg_temp.detail(1, 'by hand: refund'), '^refunded; because: slow; by operator:', 'and who did it');
select is((select a.outcome from api.set_auto_renew(-1, false) as a), 'off', 'he changes a setting');
select matches(pg_temp.detail(1, 'subscription auto renewal off'), 'by himself', 'which says that it was he');

-- Ended
select is((select s.outcome from api.start_trial(-2) as s), 'started', 'another only tries');
select pg_temp.at('1996-03-05 00:00+00');
select isnt((jobs.expire_due(100)).done, 0, 'and it ends');
select matches(
  pg_temp.detail(2, 'subscription expired'), '^the trial was over, and nothing was bought', 'why it ended is said first'
);
select matches(pg_temp.detail(2, 'now'), '^Tap, ended 1996-03-03', 'and how it stands');

-- Told
select app.notify(pg_temp.who(3), 'menu');
select results_eq(
  $$select x.what, x.detail from ops.explain(pg_temp.who(3)::text) as x where x.what = 'told'$$,
  $$values ('told', 'menu')$$, 'what somebody was told, by name'
);
insert into broadcast.broadcasts (request, kind, segment, created_by, created_at, started_at, ended_at, status)
select gen_random_uuid(), 'offer', 'all', 'tap', app.now(), app.now(), app.now() + interval '1 hour', 'finished'
from generate_series(1, 2);
insert into broadcast.recipients (broadcast_id, user_id, variant, state, not_before, sent_at, message_id, version)
select
  b.id, pg_temp.who(3), 'b', case n.n when 1 then 'sent' else 'unreachable' end, app.now(),
  case n.n when 1 then app.now() end, 7, 1
from (select b.id, row_number() over (order by b.id desc) as n from broadcast.broadcasts as b) as b
join (values (1), (2)) as n (n) on n.n = b.n;
select results_eq(
  $$select x.what, x.detail, x.ref ~ '^broadcast \d+$'
    from ops.explain(pg_temp.who(3)::text) as x
    where x.what ~ 'broadcast'$$,
  $$values ('broadcast', 'offer, variant b', true), ('broadcast not sent', 'offer, variant b, unreachable', true)$$,
  'which broadcasts he got, and which not'
);

-- In the admin menu
update app.users set role = case when id = pg_temp.who(2) then 'support' end;
select results_eq(
  format('select x.what, x.ref from admin.story(-2, %s, 0, 100) as x', pg_temp.who(1)),
  format(
    'select x.what, x.ref from (select *, row_number() over () as n from ops.explain(%L)) as x order by x.n desc',
    pg_temp.who(1)::text
  ),
  'support reads the same, newest first'
);
select is((select x.what from admin.story(-2, pg_temp.who(1), 0, 1) as x), 'now', 'how it stands now first');
select results_eq(
  format('select x::text from admin.story(-2, %s, 1, 2) as x', pg_temp.who(1)),
  format('select x::text from admin.story(-2, %s, 0, 100) as x offset 1 limit 2', pg_temp.who(1)), 'by pages'
);
select is_empty('select * from admin.story(-2, 999999999999, 0, 10)', 'a number that nobody has has no story');
select throws_ok('select * from admin.story(-1, 1, 0, 10)', 'TK070', null, 'a customer may not read any');
update app.users set role = null;

select is_empty(
  $$select from ops.explain(pg_temp.who(1)::text) as x where x::text ~ '(anna|-1[^\d])'$$,
  'nothing in it names the person'
);

select * from finish();
rollback;
