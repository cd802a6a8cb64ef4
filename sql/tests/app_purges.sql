-- What only grows shrinks again: old rows go, batch by batch, and none that a promise, a deadline or a person needs.
begin;
set local client_min_messages = warning;
select plan(31);

\ir fixtures/clock.psql
update app.settings set value = '1825' where name = 'keep_audit_days';
update app.settings set value = '90' where name = 'keep_notices_days';
update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '30' where name = 'keep_job_runs_days';
update app.settings set value = '7' where name = 'keep_inbox_days';

-- The audit. A purge goes by the order of ids, so the lines of this test come first.
create temporary table lines (name text, id bigint);
create function pg_temp.line(
  p_name text, p_id bigint, p_days integer, p_actor text default 'job:renew_due', p_action text default 'tap.done'
) returns void
language sql
as $$
  insert into lines values (p_name, p_id);
  insert into app.audit (id, at, actor, action, subject, subject_id)
  overriding system value
  values (p_id, app.now() - p_days * interval '1 day', p_actor, p_action, 'subscription', 1);
$$;
create function pg_temp.left_of(p_what text) returns setof text
language sql
as $$ select l.name from lines as l join app.audit as a on a.id = l.id where l.name ~ p_what $$;
insert into app.purges values ('audit', -100) on conflict (name) do update set done_to = -100;

select pg_temp.line('old 1', -99, 1900);
select pg_temp.line('kept: an operator''s', -98, 1900, 'operator:tap');
select pg_temp.line('kept: an owner''s', -97, 1900, 'owner:tap');
select pg_temp.line('kept: a gift', -96, 1900, 'job:tap', 'subscription.extended');
select pg_temp.line('kept: a trial', -95, 1900, 'user:1', 'trial.started');
select pg_temp.line('kept: undelivered', -94, 1900, 'job:tap', 'access.undelivered');
select pg_temp.line('old 2', -93, 1826, 'user:1');
select pg_temp.line('young', -92, 1825);
select pg_temp.line('old behind a young one', -91, 1900);

select throws_ok('delete from app.audit where id = -92', 'TK001', null, 'a young line is not deleted');
select throws_ok('delete from app.audit where id = -98', 'TK001', null, 'nor ever what an operator did');
select throws_ok('update app.audit set reason = null where id = -99', 'TK001', null, 'and none is changed');
select is(app.purge_audit(2), 2, 'a purge looks at a batch');
select is((select p.done_to from app.purges as p where p.name = 'audit'), -98::bigint, 'and remembers how far it came');
select is(app.purge_audit(100), 5, 'the next one goes on, as far as lines are old');
select set_eq(
  $$select pg_temp.left_of('.')$$,
  array[
    'kept: an operator''s', 'kept: an owner''s', 'kept: a gift', 'kept: a trial', 'kept: undelivered', 'young',
    'old behind a young one'
  ],
  'old lines are gone, but for what is read nowhere else and what people decided'
);
select is(app.purge_audit(100), 0, 'there is nothing to look at');
select set_config('test.now', '1996-02-02 12:00:01+00', true);
select is(app.purge_audit(100), 2, 'until another line is old');
select is_empty($$select pg_temp.left_of('young')$$, 'then it goes');
select throws_ok(
  $$update app.settings set value = '1094' where name = 'keep_audit_days'$$, 'TK063', null,
  'the audit is kept for three years at least'
);
select set_config('test.now', '1996-02-01 12:00:00+00', true);

-- Notices
\set people 1
\ir fixtures/people.psql
insert into billing.plans (code, title, benefits) values ('tap', '{"en": "Tap"}', '{"en": "For tests"}');
insert into billing.subscriptions (
  user_id, plan_id, status, source, anchor_at, anchor_number, period_number, ends_at, expires_at, created_at
)
select
  p.id as user_id, b.id as plan_id, 'active', 'trial', app.now(), 1, 2, app.now(), app.now() + interval '1 hour',
  app.now()
from people as p, billing.plans as b where b.code = 'tap';
create temporary table mine as
select s.id from billing.subscriptions as s join people as p on p.id = s.user_id;
insert into billing.notices (subscription_id, period_number, kind, created_at)
select m.id, n.number, n.kind, app.now() - n.days * interval '1 day'
from mine as m, (values (1, 'ending', 91), (1, 'grace', 89), (2, 'ending', 91)) as n (number, kind, days);
create function pg_temp.notices() returns setof text
language sql
as $$ select n.period_number || ' ' || n.kind from billing.notices as n join mine as m on m.id = n.subscription_id $$;
select is(billing.purge_notices(1000), 1, 'a notice is forgotten');
select set_eq(
  'select pg_temp.notices()', array['1 grace', '2 ending'], 'when it is old and its period is over, not before'
);
update billing.subscriptions set status = 'expired' where id = (select id from mine);
select is(billing.purge_notices(1000), 1, 'a subscription that has ended');
select set_eq('select pg_temp.notices()', array['1 grace'], 'needs to be told no more');
select throws_ok(
  $$update app.settings set value = '59' where name = 'keep_notices_days'$$, 'TK063', null,
  'the promises look at a month of them'
);

-- Late deliveries
insert into vpn.late_deliveries (subscription_id, generation, lost, present, delivered_at, made_up_at)
select m.id, d.generation, '1 hour', true, app.now() - interval '200 days', app.now() - d.days * interval '1 day'
from mine as m, (values (1, 91), (2, 89), (3, null)) as d (generation, days);
select is(vpn.purge_late(1000), 1, 'a late delivery that was made up for is forgotten');
select set_eq(
  'select d.generation from vpn.late_deliveries as d join mine as m on m.id = d.subscription_id',
  array[2::bigint, 3], 'when it is old, and never before it was looked at'
);

-- Orders that nobody paid
update app.settings set value = '90' where name = 'keep_orders_days';
create temporary table opened (name text, id bigint, token uuid);
create function pg_temp.topup(p_name text) returns void
language sql
as $$
  with made as (
    insert into billing.orders (user_id, kind, provider, amount, currency, created_at, expires_at)
    select p.id, 'topup', 'tap', 100, 'XTS', app.now() - interval '100 days', app.now() - interval '99 days'
    from people as p
    returning id, token
  )
  insert into opened select p_name, m.id, m.token from made as m
$$;
select pg_temp.topup(n) from unnest(array['unpaid', 'to be bought']) as n;
insert into billing.unbought (order_id, user_id, since, next_at, error, otherwise_since)
select o.id as order_id, p.id as user_id, app.now(), app.now(), 'tap', app.now()
from opened as o, people as p where o.name = 'to be bought';
select is(billing.purge_orders(1000), 1, 'an order that nobody paid goes');
select set_eq(
  'select o.name from opened as o join billing.orders as b on b.id = o.id', array['to be bought'],
  'but not one that somebody still works on'
);
select results_eq(
  $$select r.outcome, r.balance from opened as o, people as p,
      billing.receive_payment(p.id, 'tap', 'purged', o.token, 100, 'XTS') as r
    where o.name = 'unpaid'$$,
  $$values ('credited_without_order'::text, 100::bigint)$$, 'money that comes for it after all is its payer''s'
);

-- What jobs did, and what came in; by the machine's time
delete from jobs.run;
insert into jobs.run (job, status, started_at, finished_at)
select 'expire_due', r.status, clock_timestamp() - r.days * interval '1 day', case r.status when 'ok' then now() end
from (values ('ok', 31), ('ok', 29), ('running', 31)) as r (status, days);
insert into inbox.events (topic, source, external_id, lane, raw, processed_at)
select
  'inbox', 'tap', u.id, 'tap', case u.days when 0 then '{}'::bytea end,
  clock_timestamp() - nullif(u.days, 0) * interval '1 day'
from (values ('purge old', 8), ('purge young', 6), ('purge waiting', 0)) as u (id, days);
delete from app.told;
insert into app.told (at, what)
values (app.now() - interval '36 days', 'old'), (app.now() - interval '34 days', 'young');
select results_eq(
  'select done > 2, parked, more from jobs.purge_history(1000)', 'values (true, 0, false)', 'one job takes all of it'
);
select results_eq(
  'select r.status, (clock_timestamp() - r.started_at)::text ~ $$^29$$ from jobs.run as r order by 1',
  $$values ('ok'::text, true), ('running', false)$$, 'runs that are old'
);
select set_eq(
  $$select u.external_id from inbox.events as u where u.source = 'tap' and u.lane = 'tap'$$,
  array['purge young', 'purge waiting'], 'updates that were processed long ago'
);
select set_eq($$select t.what from app.told as t where t.what in ('old', 'young')$$, array['young'], 'what was told');
delete from app.told;
insert into app.told (at, what) select app.now() - interval '36 days', 'old' from generate_series(1, 3);
select results_eq(
  'select done, more from jobs.purge_history(2)', 'values (2, true)', 'batch by batch'
);
select results_eq('select done, more from jobs.purge_history(2)', 'values (1, false)', 'until nothing is left');
select throws_ok(
  format('update app.settings set value = %L where name = %L', '0', s.name), 'TK063', null,
  format('%s is bounded', s.name)
)
from unnest(array['keep_job_runs_days', 'keep_inbox_days', 'keep_orders_days', 'keep_audit_days']) as s (name);

select * from finish();
rollback;
