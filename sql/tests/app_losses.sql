-- What a slip of the hand must not take away: names that functions ask for, and rows that are not history but are not
-- to be lost either. And what is lost on purpose, after its time.
begin;
set local client_min_messages = warning;
select plan(38);

\ir fixtures/clock.psql

-- Names
select throws_ok(
  $$delete from app.settings where name = 'grace_hours'$$, 'TK065',
  'app.settings grace_hours cannot be removed or renamed', 'a setting that functions read stays'
);
select throws_ok(
  $$update app.settings set name = 'grace_days' where name = 'grace_hours'$$, 'TK065', null, 'and keeps its name'
);
select lives_ok($$update app.settings set value = '25' where name = 'grace_hours'$$, 'its value changes');
select throws_ok($$delete from app.flags where name = 'trials'$$, 'TK065', null, 'so does a switch');
select throws_ok($$update app.flags set name = 'tests' where name = 'topups'$$, 'TK065', null, 'and keeps its name');
select throws_ok($$delete from app.brakes where name = 'expire'$$, 'TK065', null, 'and a brake')
where exists (
  select from pg_proc as p where position($q$'expire'$q$ in p.prosrc) > 0 and p.pronamespace = 'billing'::regnamespace
)
union all
select pass('a brake that nothing uses yet')
where not exists (
  select from pg_proc as p where position($q$'expire'$q$ in p.prosrc) > 0 and p.pronamespace = 'billing'::regnamespace
);
insert into app.settings (name, value, description) values ('tap_setting', '1', 'For tests.');
select lives_ok(
  $$update app.settings set name = 'tap_other' where name = 'tap_setting'$$, 'what nobody asks for is renamed'
);
select lives_ok($$delete from app.settings where name = 'tap_other'$$, 'and removed');

-- Rows
set constraints all immediate;
select throws_ok(format('truncate %s cascade', t.name), 'TK001', null, format('%s is not emptied', t.name))
from unnest(array[
  'app.users', 'app.telegram_identities', 'app.settings', 'app.flags', 'app.brakes', 'app.audit', 'billing.plans',
  'billing.prices', 'billing.orders', 'billing.payments', 'billing.trials', 'billing.subscriptions', 'billing.periods',
  'billing.suspense', 'billing.refunds', 'billing.operations', 'billing.notices', 'vpn.panels', 'vpn.access',
  'vpn.desired', 'vpn.mark', 'ledger.accounts', 'ledger.entries'
]) as t (name);
select throws_ok('delete from billing.refunds', 'TK001', null, 'a refund is not deleted');
select throws_ok('delete from billing.operations', 'TK001', null, 'nor what was done by hand');
select throws_ok('delete from vpn.mark', 'TK001', null, 'nor what makes accounts ours');

-- Orders that nobody paid
update app.settings set value = '90' where name = 'keep_orders_days';
update app.settings set value = '"XTS"' where name = 'currency';
create temporary table people as
select s.user_id as id from api.start(-1, sha256('losses'), null, 'Ann', 'en') as s;
create function pg_temp.order_of(p_days integer, p_status text, p_for bigint default null) returns bigint
language sql
as $$
  insert into billing.orders (
    user_id, kind, status, provider, amount, currency, for_order_id, created_at, expires_at, paid_at, fulfilled_at
  )
  select
    p.id, 'topup', p_status, 'tap', 100, 'XTS', p_for, app.now() - p_days * interval '1 day',
    app.now() - p_days * interval '1 day' + interval '30 minutes', f.at, f.at
  from people as p, (values (case when p_status = 'fulfilled' then app.now() end)) as f (at)
  returning id
$$;
create temporary table opened as
select o.name, pg_temp.order_of(o.days, o.status) as id
from (values
  ('young', 90, 'open'), ('old', 91, 'open'), ('cancelled', 91, 'cancelled'), ('fulfilled', 91, 'fulfilled'),
  ('cart', 91, 'open')
) as o (name, days, status);
insert into opened
select 'for the cart', pg_temp.order_of(80, 'open', o.id) from opened as o where o.name = 'cart';
select results_eq(
  'select * from jobs.purge_orders(1)', 'values (1, 0, true)', 'an order that was long over is forgotten'
);
select results_eq('select * from jobs.purge_orders(10)', 'values (1, 0, false)', 'and another one');
select set_eq(
  'select o.name from opened as o join billing.orders as b on b.id = o.id',
  array['young', 'fulfilled', 'cart', 'for the cart'],
  'not one that was paid, that is young, or that somebody pays for'
);
select throws_ok(
  $$update app.settings set value = '0' where name = 'keep_orders_days'$$, 'TK063', null, 'at least a day'
);

select * from finish();
rollback;
