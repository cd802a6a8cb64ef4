-- Nothing is charged that nobody heard of: what was announced counts once Telegram has taken the notice that says it.
begin;
set local client_min_messages = warning;
select plan(52);

\set people 15
\ir fixtures/growth.psql
\ir fixtures/sent.psql
update app.settings set value = '"-infinity"' where name = 'promises_since';
select set_config('test.now', '1996-01-01 12:00:00+00', true);

-- What waits for a chat will not be sent, for that reason.
create function pg_temp.lose(p_n integer, p_reason text) returns void
language plpgsql
as $$
declare
  v_message outbox.messages;
begin
  for v_message in
    delete from outbox.messages as m where m.topic = 'telegram' and m.lane = (-p_n)::text returning m.*
  loop
    if p_reason = 'too_late' then
      insert into outbox.dead_letters
        (id, topic, lane, priority, kind, payload, useful_until, enqueued_at, attempts, dropped, reason)
      select
        v_message.id, v_message.topic, v_message.lane, v_message.priority, v_message.kind, v_message.payload,
        v_message.useful_until, v_message.enqueued_at, 0, true, 'too_late';
    else
      perform outbox._record(v_message, 1, p_reason, '403: bot was blocked by the user');
    end if;
  end loop;
end
$$;
create function pg_temp.at(p_n integer, p_before_the_end text) returns void
language sql
as $$ select set_config('test.now', ((pg_temp.sub(p_n)).ends_at - p_before_the_end::interval)::text, true) $$;
create function pg_temp.runs() returns void
language sql
as $$ select billing.renew_batch(1000), billing.expire_batch(1000), billing.notify_batch(1000) $$;
create function pg_temp.waits(p_n integer) returns text[]
language sql
as $$
  select array_agg(coalesce(m.payload ->> 'notice', m.payload ->> 'text') order by m.id)
  from outbox.messages as m
  where m.topic = 'telegram' and m.lane = (-p_n)::text
$$;
create function pg_temp.costs(p_amount bigint) returns void
language plpgsql
as $$
declare
  v_plan bigint := (select p.id from billing.plans as p where p.code = 'small');
begin
  update billing.prices as r set valid = tstzrange(lower(r.valid), app.now())
  where r.plan_id = v_plan and r.currency = 'XTS' and upper_inf(r.valid);
  insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
  values (v_plan, 30, 'day', p_amount, 'XTS', tstzrange(app.now(), null));
end
$$;
create function pg_temp.broken() returns text[]
language sql
as $$ select array_agg(p.name order by p.name) from ops.customer_promises as p where not p.ok $$;

select pg_temp.pay(n, 1000), pg_temp.buy(n) from generate_series(1, 12) as n;
update vpn.access as a
set
  applied_generation = (select d.generation from vpn.desired as d where d.subscription_id = a.subscription_id),
  applied_at = app.now(), link = 'vless://x'
where a.subscription_id in (select (pg_temp.sub(n)).id from generate_series(1, 12) as n);
select pg_temp.send();
select pg_temp.goes_on('1 day');
select pg_temp.costs(120);

-- A week before the end. 1 hears of it, 2 has blocked the bot, 3 gets nothing in time, 4 gets it two days late.
select pg_temp.at(1, '168 hours');
select pg_temp.runs();
select is(pg_temp.waits(1), '{price_risen}', 'the higher price is announced');
select results_eq(
  $$select (c).amount, (c).at from billing.next_charge(pg_temp.sub(1)) as c$$,
  $$select 120::bigint, (pg_temp.sub(1)).ends_at - interval '24 hours'$$, 'and shown'
);
select pg_temp.lose(2, 'gone');
select is(
  (select i.unreachable_since is not null from app.telegram_identities as i where i.telegram_id = -2), true,
  'who refuses it cannot be reached'
);
select is(
  (select array_agg(n.dropped) from billing.notices as n where n.subscription_id = (pg_temp.sub(2)).id
   and n.kind = 'price_risen'), '{unreachable}',
  'and was not told'
);
create temporary table late as select m.* from outbox.messages as m where m.topic = 'telegram' and m.lane = '-4';
create temporary table unsent as select m.* from outbox.messages as m where m.topic = 'telegram' and m.lane = '-3';
delete from outbox.messages as m where m.topic = 'telegram' and m.lane in ('-3', '-4');
select pg_temp.send();
select results_eq(
  $$select s.told_price_id, s.announced_amount, s.charge_from
    from (select (pg_temp.sub(1)).*) as s$$,
  $$values (null::bigint, 120::bigint, app.now() + interval '72 hours')$$, 'what was sent counts'
);
select is(
  (select array_agg(t.sent_at = app.now() order by t.id) from app.told as t where t.what = 'price_risen'
   and t.subscription_id = (pg_temp.sub(1)).id), '{t}', 'and it is noted when'
);
select is(
  (select s.told_amount from (select (pg_temp.sub(3)).*) as s), 100::bigint, 'what waits does not'
);

-- His mark is believed for a day.
select pg_temp.at(2, '140 hours');
select app.retry_unreachable(100);
select pg_temp.at(1, '120 hours');
insert into outbox.messages select * from late;
select app.note_told(array(select l.payload from late as l));
select pg_temp.send();
select is(
  (pg_temp.sub(4)).charge_from, app.now() + interval '72 hours', 'who hears of it late has as long to answer'
);
select pg_temp.at(1, '72 hours');
select pg_temp.runs();
select is(pg_temp.waits(2), '{price_risen}', 'who refused is told again');
select is(pg_temp.waits(3), '{price_risen}', 'who was not told in time, too');
select is(pg_temp.waits(1), '{announced}', 'who was told hears when he is charged');
select pg_temp.lose(2, 'gone'), pg_temp.lose(3, 'too_late');
select pg_temp.send();
select pg_temp.at(1, '24 hours');
select pg_temp.runs();
select is((pg_temp.purse(pg_temp.id(1)))[1], 780::bigint, 'and is charged');
select is((pg_temp.purse(pg_temp.id(4)))[1], 780::bigint, 'as is who heard of it late');
select is((pg_temp.purse(pg_temp.id(2)))[1], 900::bigint, 'who refused is not');
select is((pg_temp.purse(pg_temp.id(3)))[1], 900::bigint, 'nor who could not be told because of us');
select pg_temp.at(2, '0 hours');
select app.retry_unreachable(100);
select pg_temp.runs();
select is(pg_temp.waits(3), '{price_risen}', 'he is told as often as need be');
select is((pg_temp.sub(3)).expires_at, app.now() + interval '96 hours', 'and keeps access until he could answer');
select is(pg_temp.waits(2), '{price_risen}', 'who refused may hear, too');
select is((pg_temp.sub(2)).expires_at, app.now() + interval '24 hours', 'but keeps no access for it');
select pg_temp.lose(2, 'gone');
select pg_temp.goes_on('1 hour');
select pg_temp.send();
select is(
  (select s.announced_amount from (select (pg_temp.sub(3)).*) as s where s.told_price_id is null), 120::bigint,
  'at last he was told'
);
select pg_temp.goes_on('24 hours');
select pg_temp.runs();
select is((pg_temp.sub(2)).status, 'expired', 'access ends for who does not want to hear');
select is((pg_temp.purse(pg_temp.id(2)))[1], 900::bigint, 'with all of his money');
select pg_temp.goes_on('47 hours');
select pg_temp.runs();
select is((pg_temp.purse(pg_temp.id(3)))[1], 900::bigint, 'three days to answer begin when it was sent');
select pg_temp.goes_on('1 hour');
select pg_temp.runs();
select is((pg_temp.purse(pg_temp.id(3)))[1], 780::bigint, 'then he is charged');
select is((pg_temp.sub(3)).status, 'active', 'and had access all the time');

-- What is announced again, because its end or the money has changed, is charged by nobody's silence, either: 5 gets
-- nothing in time, and 6 refuses it.
select pg_temp.at(5, '72 hours');
select pg_temp.runs();
select pg_temp.send();
select pg_temp.at(5, '30 hours');
select billing.unannounce((pg_temp.sub(n)).id) from (values (5), (6)) as t (n);
select pg_temp.runs();
select is(array[pg_temp.waits(5), pg_temp.waits(6)], '{{announced},{announced}}', 'both are told again');
select pg_temp.lose(5, 'too_late'), pg_temp.lose(6, 'gone');
select pg_temp.at(5, '24 hours');
select pg_temp.runs();
select is((pg_temp.purse(pg_temp.id(5)))[1], 780::bigint, 'what could not be said is not charged');
select is(pg_temp.waits(5), '{announced}', 'and is said once more');
select is((pg_temp.purse(pg_temp.id(6)))[1], 660::bigint, 'who does not hear of the same price goes on');
select pg_temp.send();
select pg_temp.goes_on('18 hours');
select pg_temp.runs();
select is((pg_temp.purse(pg_temp.id(5)))[1], 660::bigint, 'it is charged when it was said');

-- What was dropped
select pg_temp.lose(5, 'too_late');
select is(
  (select t.dropped from app.told as t where t.subscription_id = (pg_temp.sub(5)).id and t.what = 'renewed'
   order by t.id desc limit 1), 'too_late', 'what is too late is noted'
);
select jobs.retry_unreachable(100);
select is(pg_temp.waits(5), '{missed}', 'and told with all else that happened');
create temporary table missed as
select m.payload #>> '{args,since,time}' as since from outbox.messages as m
where m.topic = 'telegram' and m.lane = '-5';
select pg_temp.lose(5, 'too_late');
select pg_temp.goes_on('1 hour');
select jobs.retry_unreachable(100);
select is(
  (select m.payload #>> '{args,since,time}' from outbox.messages as m where m.topic = 'telegram' and m.lane = '-5'),
  (select since from missed), 'as often as need be, from the beginning'
);
select pg_temp.send();
select is_empty('select from app.told where missed_since is not null', 'until he was told');

-- Who blocks the bot: it is refused a while after what it said has happened. 7 refuses what was charged, 8 what ended,
-- 9 what was refunded; 10 blocked the bot before it was sent, and 11 before access ended.
select pg_temp.at(7, '72 hours');
update billing.subscriptions set auto_renew = false where id in ((pg_temp.sub(8)).id, (pg_temp.sub(11)).id);
select pg_temp.runs();
select pg_temp.send();
select pg_temp.at(7, '24 hours');
select pg_temp.runs();
select is(array[pg_temp.waits(7), pg_temp.waits(10)], '{{renewed},{renewed}}', 'two are charged');
select pg_temp.goes_on('2 seconds');
select pg_temp.lose(7, 'gone'), api.set_reachable(-10, false);
select pg_temp.lose(10, 'untrue');
select pg_temp.send();
select pg_temp.at(8, '-1 hours');
select pg_temp.runs();
select pg_temp.send();
select pg_temp.at(8, '-24 hours'), pg_temp.goes_on('20 seconds');
select api.set_reachable(-11, false);
select pg_temp.goes_on('20 seconds');
select pg_temp.runs();
select is(pg_temp.refund((pg_temp.sub(9)).id, (pg_temp.sub(9)).period_number), 'refunded', 'a third is refunded');
select is(
  array[(pg_temp.sub(8)).status, (pg_temp.sub(11)).status, (pg_temp.waits(8))[1]], '{expired,expired,ended}',
  'two have not renewed'
);
select pg_temp.goes_on('2 seconds');
select pg_temp.lose(8, 'gone'), pg_temp.lose(9, 'gone');
select pg_temp.send();
select jobs.retry_unreachable(100);
select is(
  (select array_agg(pg_temp.waits(n)) from generate_series(7, 11) as n where n <> 9 and pg_temp.waits(n) is not null),
  '{{missed},{missed}}', 'those of yesterday hear'
);
select pg_temp.goes_on('25 hours');
select jobs.retry_unreachable(100);
create temporary view missing as
select array_agg(n order by n) as people from generate_series(7, 11) as n
where pg_temp.waits(n) is distinct from '{missed}';
select is((select people from missing), null, 'a day later each hears what he missed');
select is_empty('select from app.told where missed_since is not null', 'which is all that is to be said');

-- And refuse that as well. What happened since is told the next time, and what was refused is no broken promise.
select pg_temp.goes_on('2 seconds');
select pg_temp.lose(n, 'gone') from generate_series(7, 11) as n;
select jobs.retry_unreachable(100);
select is_empty(
  'select from app.told where missed_since is not null', 'who refuses to hear what he missed is left alone'
);
select pg_temp.goes_on('25 hours');
select jobs.retry_unreachable(100);
select is(
  (select count(*) from outbox.messages as m where m.topic = 'telegram' and m.lane::bigint between -11 and -7),
  0::bigint, 'until something happens'
);
select is(
  (select count(*) from app.telegram_identities as i
   where i.telegram_id between -11 and -7 and i.unreachable_since is null),
  5::bigint, 'though his mark is believed for a day'
);
create function pg_temp.is_kept() returns boolean
language sql
as $$ select p.ok from ops.customer_promises as p where p.name = 'changes_are_told' $$;
select is(pg_temp.is_kept(), true, 'and no promise is broken');
select pg_temp.goes_on('25 hours');
select is(pg_temp.is_kept(), true, 'nor later');

-- Who switches automatic renewal off and on while nothing is on offer is shown no price. 13 has not been told the
-- higher one yet, 14 has just been, and for 15 nothing was announced.
create function pg_temp.off_and_on(p_n integer) returns void
language sql
as $$ select api.set_auto_renew(-p_n, false), api.set_auto_renew(-p_n, true) $$;
select pg_temp.pay(n, 1000), pg_temp.buy(n) from generate_series(13, 15) as n;
select billing.unannounce((pg_temp.sub(15)).id);
select pg_temp.at(13, '80 hours');
select pg_temp.costs(140);
update billing.subscriptions as s set renew_at = s.ends_at - interval '72 hours' where s.id = (pg_temp.sub(15)).id;
select pg_temp.runs();
create temporary table held as select m.* from outbox.messages as m where m.topic = 'telegram' and m.lane = '-13';
delete from outbox.messages as m where m.topic = 'telegram' and m.lane = '-13';
select is(pg_temp.waits(14), '{price_risen}', 'both are to hear of a higher price');
select pg_temp.send();
select pg_temp.goes_on('1 hour');
update billing.prices as r set valid = tstzrange(lower(r.valid), app.now())
from billing.plans as p
where p.id = r.plan_id and p.code = 'small' and r.currency = 'XTS' and upper_inf(r.valid);
select pg_temp.off_and_on(n) from generate_series(13, 15) as n;
select is((pg_temp.sub(13)).told_amount, 120::bigint, 'what he was told stays what he was told');
select is((pg_temp.sub(14)).charge_from, (pg_temp.sub(14)).ends_at - interval '8 hours', 'as does his time to answer');
select ok((pg_temp.sub(15)).unannounced, 'what was not announced is not');
select pg_temp.goes_on('1 hour');
select pg_temp.costs(140);
select pg_temp.at(13, '24 hours');
update billing.subscriptions as s set renew_at = app.now()
where s.id in (select (pg_temp.sub(n)).id from generate_series(13, 15) as n);
select pg_temp.runs();
select is(
  (select array_agg((pg_temp.purse(pg_temp.id(n)))[1] order by n) from generate_series(13, 15) as n),
  '{880,880,880}', 'nothing is charged'
);
select is(array[pg_temp.waits(13), pg_temp.waits(15)], '{{price_risen},{price_risen}}', 'before it was told');

-- What is not enqueued again is not told again.
select outbox.enqueue('telegram.notice', '-1', '{"user_id": 1, "text": "told-once"}', 'once');
select outbox.enqueue_batch(
  'telegram.notice', array['-1', '-2', '-2'],
  array[
    '{"user_id": 1, "text": "told-once"}', '{"user_id": 2, "text": "told-once"}', '{"user_id": 2, "text": "told-once"}'
  ]::jsonb[],
  array['once', 'once', 'once']
);
select results_eq(
  $$select t.user_id, t.subscription_id, t.at from app.told as t where t.what = 'told-once' order by t.id$$,
  $$values (1::bigint, null::bigint, app.now()), (2, null, app.now())$$, 'a notice is noted where it is enqueued'
);

select * from finish();
rollback;
