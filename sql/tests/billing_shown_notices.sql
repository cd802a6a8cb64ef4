-- A notice about a subscription replaces the one before it, unless that is about money and still true.
begin;
select plan(16);

\ir fixtures/clock.psql

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '"tap"' where name = 'trial_plan';
update app.flags set enabled = true where name in ('trials', 'purchases', 'topups');
\set price 100
\ir fixtures/plan.psql

select api.start(-801, sha256('shown ann'), 'ann', 'Ann', 'en');
select api.start(-802, sha256('shown bob'), null, 'Bob', 'en');
select api.start_trial(-801);
select inbox._book_payment(-802, 'telegram', 'shown-1', null, 500, 'XTS');
select is(
  (
    select p.outcome
    from billing.prices as r
    join billing.plans as l on l.id = r.plan_id and l.code = 'tap'
    cross join lateral api.open_order(-802, r.id) as o
    cross join lateral api.pay_from_balance(-802, o.order_token) as p
  ),
  'fulfilled', 'Bob pays, Ann has a trial'
);
update billing.subscriptions as s
set announced_amount = 100, unannounced = false, auto_renew = true
where s.user_id = app.user_of(-802);
create function pg_temp.sub(p_telegram_id bigint) returns bigint
language sql
as $$ select s.id from billing.subscriptions as s where s.user_id = app.user_of(p_telegram_id) $$;
create function pg_temp.sent(p_telegram_id bigint, p_notice text, p_message_id bigint, p_amount bigint default null)
returns void
language sql
as $$
  select billing.notices_sent(
    array[p_telegram_id::text],
    array[jsonb_build_object(
      'notice', p_notice, 'subscription_id', pg_temp.sub(p_telegram_id), 'period_number', 1, 'amount', p_amount
    )],
    array[jsonb_build_object('message_id', p_message_id)]
  )
$$;
create view pg_temp.removed as
select m.lane, (m.payload ->> 'message_id')::integer as message_id, m.priority::text, m.useful_until
from outbox.messages as m
where m.kind = 'app.removal' and m.lane in ('-801', '-802');
create function pg_temp.shown(p_telegram_id bigint) returns bigint[]
language sql
as $$
  select array_agg(n.message_id order by n.message_id)
  from billing.shown_notices as n
  where n.subscription_id = pg_temp.sub(p_telegram_id)
$$;

select pg_temp.sent(-801, 'trial_6h', 11);
select is_empty('select from pg_temp.removed', 'the first notice replaces nothing');
select is(pg_temp.shown(-801), '{11}', 'and is remembered');
select pg_temp.sent(-801, 'trial_6h', 11);
select is_empty('select from pg_temp.removed', 'a repeated one is the same message');
select set_config('test.now', '1996-02-02 12:00:00+00', true);
select pg_temp.sent(-801, 'trial_48h', 12);
select results_eq(
  'select message_id, priority, useful_until from pg_temp.removed',
  $$values (11, 'broadcast', '1996-02-03 12:00:00+00'::timestamptz)$$,
  'the next one removes it, behind everything else, while Telegram lets us'
);
select is(pg_temp.shown(-801), '{12}', 'and takes its place');
select set_config('test.now', '1996-02-04 12:00:00+00', true);
select pg_temp.sent(-801, 'trial_ends', 13);
select is((select count(*) from pg_temp.removed), 1::bigint, 'what is two days old cannot be removed');
select is(pg_temp.shown(-801), '{13}', 'and is forgotten');

select pg_temp.sent(-802, 'announced', 21, 100);
select pg_temp.sent(-802, 'never_connected', 22);
select is_empty($$select from pg_temp.removed where lane = '-802'$$, 'what is announced stays');
select pg_temp.sent(-802, 'ends_24h', 23);
select results_eq(
  $$select message_id from pg_temp.removed where lane = '-802'$$, 'values (22)', 'while it is true, and a tip does not'
);
select is(pg_temp.shown(-802), '{21,23}', 'both are remembered');
select api.set_auto_renew(-802, false);
select pg_temp.sent(-802, 'ends_3h', 24);
select results_eq(
  $$select message_id from pg_temp.removed where lane = '-802' order by 1$$, 'values (21), (22), (23)',
  'what is not charged any more is out of date'
);
select pg_temp.sent(-802, 'renewed', 25);
select pg_temp.sent(-802, 'gone_rule', 26);
select is(pg_temp.shown(-802), '{25,26}', 'a receipt of a charge stays');

select pg_temp.sent(-802, 'ends_24h', 27);
select api.remember_screen(-802, 27);
select pg_temp.sent(-802, 'ends_3h', 28);
select is_empty('select from pg_temp.removed where message_id = 27', 'nor is what has become the screen removed');

select set_config('test.now', '1996-02-09 12:00:00+00', true);
select billing.purge_notices(100);
select is(pg_temp.shown(-802), null, 'nothing is remembered for longer than it is of use');
select pg_temp.sent(-801, 'trial_ends', 14);
select app.erase_identity(app.user_of(-801));
select is(pg_temp.shown(-801), null, 'or than the person is known');

select * from finish();
rollback;
