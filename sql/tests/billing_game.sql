-- The game: who may throw and when, what a throw wins, and that a throw that Telegram lost costs nobody the turn and
-- gives nobody a second prize.
begin;
select plan(39);

\ir fixtures/clock.psql

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '7' where name = 'game_days';
update app.settings set value = '24' where name = 'grace_hours';
update app.flags set enabled = true where name in ('purchases', 'game', 'trials', 'expiry', 'auto_renewal');
\set price 100
\ir fixtures/plan.psql
update app.settings set value = '"tap"' where name = 'trial_plan';
\ir fixtures/panel.psql
delete from billing.game_prizes;
insert into billing.game_prizes (dice_value, prize, amount, currency, offer_days) values
  (6, 'days', 7, null, null), (5, 'bonus', 50, 'XTS', null), (4, 'percent', 20, null, 10);

\set people 4
\ir fixtures/people.psql
\ir fixtures/subscriptions.psql
create function pg_temp.buy(p_who bigint) returns text
language plpgsql
as $$
declare
  v_order record;
begin
  perform billing.receive_payment(pg_temp.who(p_who), 'stripe', gen_random_uuid()::text, null, 100, 'XTS', true);
  select o.* into v_order from billing.offers as f cross join lateral api.open_order(p_who, f.price_id) as o
    where f.currency = 'XTS';
  return (select p.outcome from api.pay_from_balance(p_who, v_order.order_token) as p);
end
$$;
-- Telegram's answer to the newest throw.
create function pg_temp.answer(p_who bigint, p_value integer) returns void
language sql
as $$
  select billing.thrown(
    p_who::text, jsonb_build_object('throw_id', max(t.id)), jsonb_build_object('message_id', 77, 'value', p_value)
  )
  from billing.throws as t
  where t.user_id = pg_temp.who(p_who)
$$;
create function pg_temp.throw(p_who bigint) returns text
language sql
as $$ select t.outcome from api.throw(p_who) as t $$;
create temporary view told as
select m.lane, m.payload ->> 'text' as text, m.payload -> 'args' as args, m.id, m.priority
from outbox.messages as m
where m.topic = 'telegram' and m.kind = 'telegram.notice';
create function pg_temp.violated() returns setof text
language sql
as $$
  select format('%s: %s', v.invariant, v.subject) from ops.violations as v
  where v.invariant !~ 'undelivered|roles|reads_nothing|overdue|panel|lane|drift|events'
$$;

select is(pg_temp.throw(-1), 'not_a_subscriber', 'who has no subscription cannot throw');
select api.start_trial(-1);
select is(pg_temp.throw(-1), 'not_a_subscriber', 'nor who tries it');
select is(pg_temp.buy(-2), 'fulfilled', 'a subscriber');
select is((select g.outcome from api.game(-2) as g), 'open', 'may');
select results_eq(
  $$select p.dice_value, p.prize, p.amount from api.game_prizes() as p$$,
  $$values (6, 'days', 7::bigint), (5, 'bonus', 50::bigint), (4, 'percent', 20::bigint)$$, 'and reads what can be won'
);
select is(pg_temp.throw(-2), 'thrown', 'he throws');
select is(pg_temp.throw(-2), 'rolling', 'and not a second time');
select is(
  (select count(*) from outbox.messages as m where m.kind = 'game.dice' and m.lane = '-2'), 1::bigint,
  'one ball'
);
select results_eq(
  $$select billing.prepare_throw(m.lane, m.payload) from outbox.messages as m
    where m.kind = 'game.dice' and m.lane = '-2'$$,
  $$values ('{"chat_id": -2, "emoji": "🎳"}'::jsonb)$$, 'into his chat'
);
select pg_temp.answer(-2, 6);
select is((pg_temp.sub(-2)).ends_at, app.now() + interval '37 days', 'a strike gives seven days');
select results_eq(
  $$select t.status, t.value, t.prize, t.amount, t.message_id, t.period_number from billing.throws as t
    where t.user_id = pg_temp.who(-2)$$,
  $$values ('thrown', 6, 'days', 7::bigint, 77::bigint, 2)$$, 'booked with the ball'
);
select pg_temp.answer(-2, 6);
select is((pg_temp.sub(-2)).ends_at, app.now() + interval '37 days', 'a second answer gives nothing');
select is(
  (select count(*) from told as t where t.lane = '-2' and t.text = 'game-result'), 1::bigint,
  'and says nothing'
);
select is((select t.args ->> 'prize' from told as t where t.text = 'game-result'), 'days', 'the result is told');
select ok(
  (
    select bool_and(l.ready_at between clock_timestamp() + interval '3 s' and clock_timestamp() + interval '4 s')
    from outbox.lanes as l
    where l.lane = '-2' and l.priority = 'receipt'
  ),
  'when the ball has stopped'
);
select results_eq(
  $$select s.cause from api.statement(-2) as s order by s.line_id desc limit 1$$, $$values ('prize_days')$$,
    'the history names it'
);
delete from outbox.messages as m where m.lane in ('-1', '-2');
select is(pg_temp.throw(-2), 'not_yet', 'the next throw');
select is((select g.next_turn_at from api.game(-2) as g), app.now() + interval '7 days', 'is in a week');
select is_empty($$select pg_temp.violated()$$, 'all is well');

-- A failed throw.
select set_config('test.now', '1996-02-08 12:00:00+00', true);
select is(pg_temp.throw(-2), 'thrown', 'a week later');
select billing.throw_failed('-2', jsonb_build_object('throw_id', (select max(t.id)
  from billing.throws as t)), 'attempts', '500');
select is(
  (select t.text from told as t where t.lane = '-2' order by t.id desc limit 1), 'game-failed',
  'a throw that fails is told'
);
select is((select g.outcome from api.game(-2) as g), 'open', 'and takes no turn');
select pg_temp.answer(-2, 6);
select is((pg_temp.sub(-2)).ends_at, '1996-03-09 12:00:00+00'::timestamptz, 'its late answer gives nothing');
delete from outbox.messages as m where m.lane = '-2';
select is(pg_temp.throw(-2), 'thrown', 'he throws again');
select is(
  (select count(*) from billing.throws as t where t.user_id = pg_temp.who(-2) and t.status = 'sending'), 1::bigint,
  'once'
);
-- The message was dropped: he could not be reached.
delete from outbox.messages as m where m.lane = '-2';
select is((select g.outcome from api.game(-2) as g), 'open', 'a throw that was dropped did not happen');
select is(pg_temp.throw(-2), 'thrown', 'so he throws again');
select pg_temp.answer(-2, 5);
select is(billing.bonus_of(pg_temp.who(-2), 'XTS'), 50::bigint, 'a bonus is a bonus');
select is(billing.own_money(pg_temp.who(-2), 'XTS'), 0::bigint, 'and not his own money');
select results_eq(
  $$select s.cause, s.amount from api.statement(-2) as s order by s.line_id desc limit 1$$, $$values ('prize',
    50::bigint)$$,
  'the history names it'
);

select set_config('test.now', '1996-02-15 12:00:00+00', true);
select is(pg_temp.throw(-2), 'thrown', 'another week later');
select pg_temp.answer(-2, 4);
select is(
  (select f.amount from billing.offers_to(pg_temp.who(-2)) as f
    where f.currency = 'XTS'), 80::bigint, 'percent lower every price'
);
select set_config('test.now', '1996-02-25 12:00:01+00', true);
select is(
  (select f.amount from billing.offers_to(pg_temp.who(-2)) as f where f.currency = 'XTS'), 100::bigint,
  'for ten days'
);
select is(pg_temp.throw(-2), 'thrown', 'and once more');
select pg_temp.answer(-2, 1);
select is((select t.prize from billing.throws as t order by t.id desc limit 1), null, 'what has no prize wins nothing');
select is_empty($$select pg_temp.violated()$$, 'all is well');

update app.flags set enabled = false where name = 'game';
select is(pg_temp.throw(-2), 'switched_off', 'a flag switches it off');
select is((select h.has_game from api.home(-2) as h), false, 'and hides it');
select is((select jsonb_array_length(app.data_of(pg_temp.who(-2)) -> 'throws')), 6, 'his throws are in his data');
select * from finish();
rollback;
