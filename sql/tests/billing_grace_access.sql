-- A plan may restrict access during the grace: for those who could renew and did not, until they do.
begin;
select plan(43);

\ir fixtures/clock.psql
\ir fixtures/sent.psql

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '24' where name = 'grace_hours';
update app.settings set value = '{"XTS": 1}' where name = 'topup_min';
update app.flags set enabled = true where name in ('purchases', 'topups', 'expiry', 'auto_renewal', 'method_charges');
update app.brakes set most = 100, share = 0, held = 0, held_since = null, released_until = null;
update vpn.panels set enabled = false;
insert into vpn.panels (code, kind, base_url) values ('tap', 'remnawave', 'http://panel');
insert into vpn.panel_states (panel_id, probe_at, scan_at, capabilities)
select p.id, 'infinity', 'infinity', '{groups,names}' from vpn.panels as p where p.code = 'tap';
insert into billing.plans (code, title, benefits, grace_access)
values
  ('small', '{"en": "Small"}', '{"en": "x"}', 'restricted'),
  ('gone', '{"en": "Gone"}', '{"en": "x"}', 'restricted'),
  ('open', '{"en": "Open"}', '{"en": "x"}', 'full');
select outbox.declare_providers('{"yookassa": ["page", "fetch", "refund", "saved_method", "list"]}');
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, 30, 'day', 100, 'XTS', tstzrange('1990-01-01', null)
from billing.plans as p
where p.code in ('small', 'gone', 'open');

\set people 9
\ir fixtures/people.psql
\ir fixtures/offers.psql
create temporary view subs as
select p.telegram_id::bigint as who, s.* from billing.subscriptions as s join people as p on p.id = s.user_id;
create temporary view wanted as
select s.who, d.restricted, d.generation, d.present, s.begin_at, s.id
from vpn.desired as d join subs as s on s.id = d.subscription_id;
create function pg_temp.pay(p_who bigint, p_amount bigint) returns void
language sql
as $$
  select inbox._book_payment(p_who, 'tap', format('grace %s', gen_random_uuid()), null, p_amount, 'XTS')
$$;
create function pg_temp.confirm() returns void
language sql
as $$
  select vpn.applied(
    a.id::text, '{}', jsonb_build_object('generation', d -> 'generation', 'present', d -> 'present', 'link', 'vless://x')
  )
  from vpn.access as a
  cross join lateral vpn.prepare_apply(a.id::text, '{}') as d
  where a.subscription_id in (select id from subs) and d is not null;
  delete from outbox.messages where topic = 'vpn'
$$;
-- A card that is remembered, and the money that came with it spent.
create function pg_temp.save(p_who bigint) returns void
language plpgsql
as $$
declare
  v_token uuid := (api.open_invoice(p_who, 100, 'yookassa')).order_token;
  v_invoice billing.invoices;
begin
  select i.* into v_invoice
  from billing.invoices as i join billing.orders as o on o.id = i.order_id where o.token = v_token;
  perform billing.report_payment(v_invoice, jsonb_populate_record(null::billing.payment_report, jsonb_build_object(
    'external_id', 'paid-grace', 'status', 'paid', 'amount', 100, 'currency', 'XTS', 'method_id', 'pm-grace',
    'method_title', 'Card'
  )));
  perform pg_temp.move(p_who, -100);
end
$$;
-- Money of which nobody is told.
create function pg_temp.move(p_who bigint, p_amount bigint) returns void
language sql
as $$
  select ledger.post('topup', format('tap:%s', gen_random_uuid()), array[
    (ledger.account(null, 'clearing.tap', 'XTS'), -p_amount)::ledger.leg,
    (ledger.account(p.id, 'cash', 'XTS'), p_amount)::ledger.leg
  ])
  from people as p where p.telegram_id = p_who
$$;
-- What the jobs of a minute do.
create function pg_temp.minute(p_renewal boolean default true) returns void
language plpgsql
as $$
begin
  if p_renewal then
    perform billing.renew_batch(100);
  end if;
  perform billing.expire_batch(100);
  perform billing.begin_batch(50);
end
$$;
create function pg_temp.broken() returns text
language sql
as $$ select string_agg(v.subject, ', ') from ops.violations as v where v.invariant = 'access_is_as_sold' $$;

-- Bought
do $$
begin
  perform pg_temp.pay(who, 100) from (select telegram_id as who from people where telegram_id >= -7) as p;
  perform pg_temp.buy(-1, 'small'), pg_temp.buy(-2, 'small'), pg_temp.buy(-3, 'small'), pg_temp.buy(-4, 'gone'),
    pg_temp.buy(-5, 'open'), pg_temp.buy(-6, 'small'), pg_temp.buy(-7, 'small');
end
$$;
select results_eq(
  'select restricted, generation, begin_at from wanted where who = -1',
  $$values (false, 1::bigint, '1996-03-02 12:00:00+00'::timestamptz)$$, 'when it ends, somebody will look'
);
select is((select begin_at from wanted where who = -5), null, 'not where the plan restricts nothing');
do $$ begin perform pg_temp.confirm(); end $$;
update billing.plans set grace_access = 'restricted' where code = 'open';
update billing.plans set grace_access = 'full' where code = 'small';
select is(
  (select count(*) from wanted as w cross join lateral billing.begin_periods(array[w.id]) where w.generation > 1),
  0::bigint, 'what was sold stays as it was'
);
update billing.plans set grace_access = 'restricted' where code = 'small';
do $$
begin
  perform api.set_auto_renew(-2, false);
  perform api.cancel(-3);
  perform pg_temp.pay(-6, 100);
  perform api.choose_payment(-7, p_remember => true);
  perform pg_temp.save(-7);
end
$$;
select pg_temp.heard_until('1996-02-28 12:00:00+00');
do $$ begin perform pg_temp.minute(); end $$;
select pg_temp.heard_until('1996-03-01 13:00:00+00');
do $$ begin perform pg_temp.minute(); end $$;
select results_eq(
  'select s.period_number, w.restricted, w.begin_at from subs as s join wanted as w using (who) where who = -6',
  $$values (2, false, '1996-03-02 12:00:00+00'::timestamptz)$$, 'who has the money is renewed'
);
select is((select count(*) from wanted where restricted), 0::bigint, 'until the end nobody is restricted');
do $$ begin perform pg_temp.confirm(); end $$;

-- The end, and the renewal did not run
select pg_temp.heard_until('1996-03-02 12:00:30+00');
do $$ begin perform pg_temp.minute(p_renewal => false); end $$;
select results_eq(
  'select restricted, begin_at from wanted where who = -1',
  $$values (false, app.now() + interval '10 minutes')$$, 'nobody is restricted for a job that did not run'
);
select results_eq(
  'select restricted, begin_at from wanted where who = -6',
  $$values (false, '1996-04-01 12:00:00+00'::timestamptz)$$, 'who is renewed is looked at when that is over'
);
select results_eq(
  'select w.present, w.restricted from wanted as w where w.who = -3', 'values (false, false)',
  'who has cancelled has no grace'
);

-- It ran
update billing.plans set renewable = false where code = 'gone';
select pg_temp.heard_until('1996-03-02 12:11:00+00');
do $$ begin perform pg_temp.minute(); end $$;
select results_eq(
  'select who, restricted, begin_at is null from wanted where present order by who desc',
  $$values
    (-1::bigint, true, true), (-2, true, true), (-4, false, false), (-5, false, true), (-6, false, false),
    (-7, false, false)$$,
  'who lacked money, or renews by hand, is restricted; not who finds no offer, bought it as open, or is being charged'
);
select results_eq(
  $$select p.said -> 'restricted', p.said -> 'present'
    from wanted as w join vpn.access as a on a.subscription_id = w.id
    cross join lateral vpn.prepare_apply(a.id::text, '{}') as p (said) where w.who = -1$$,
  $$values ('true'::jsonb, 'true'::jsonb)$$, 'the panel is told'
);
select isnt_empty(
  $$select from outbox.messages as m join vpn.access as a on a.id::text = m.lane
    join wanted as w on w.id = a.subscription_id where m.topic = 'vpn' and w.who = -1$$,
  'by a message that waits'
);
select results_eq(
  'select status, restricted from api.profile(-1)', $$values ('grace'::text, true)$$, 'the profile says so'
);
select is(
  (select a.restricted from ops.access as a join wanted as w on w.id = a.subscription_id where w.who = -1), true,
  'and operators see it'
);
select results_eq(
  $$select n.notice ->> 'text', n.notice -> 'args' ->> 'access', n.notice -> 'args' ->> 'pay'
    from wanted as w cross join lateral billing.notice_to_renew('grace', w.id, 1, 0) as n (notice) where w.who = -1$$,
  $$values ('renewal-grace'::text, 'restricted'::text, 'topup'::text)$$, 'the notice, too'
);
select is((select is_restricted from api.home(-1)), true, 'and the menu');
select is(
  (
    select billing.notice_by_rule('ends_3h', w.id, 1) #>> '{args, access}'
    from wanted as w
    where w.who = -1
  ),
  'restricted', 'what is said before its end says that it is only what is left of it'
);
select is((select is_restricted from api.home(-4)), false, 'the menu of others does not');
select is((select restricted from api.profile(-4)), false, 'whose access is not restricted reads nothing of it');
select is(pg_temp.broken(), null, 'all is as it was sold');
update vpn.panel_states set capabilities = '{names}' where panel_id = (select id from vpn.panels where code = 'tap');
select results_eq(
  $$select p.restricted, n.notice -> 'args' ->> 'access'
    from wanted as w cross join lateral api.profile(w.who) as p
    cross join lateral billing.notice_to_renew('grace', w.id, 1, 0) as n (notice) where w.who = -1$$,
  $$values (false, 'full'::text)$$, 'nor whose panel cannot restrict anybody'
);
select jobs.watch_delivery(1);
select is(
  (select detail from jobs.alarms where name = 'grace_unrestricted'), 'tap: no restricted group, see ops.panels',
  'of which admins are told'
);
select is((select restricts_grace from ops.panels where panel = 'tap'), false, 'and can see it');
update vpn.panel_states set capabilities = '{groups}' where panel_id = (select id from vpn.panels where code = 'tap');

-- Looked at again
select is((select done from billing.begin_batch(50)), 0, 'not before it is time');
select pg_temp.heard_until('1996-03-02 14:30:00+00');
update billing.plans set renewable = true where code = 'gone';
update billing.invoices as i set expires_at = app.now()
from subs as s where s.who = -7 and i.subscription_id = s.id and i.status = 'creating';
do $$ begin perform pg_temp.minute(); end $$;
select results_eq(
  'select who, restricted from wanted where who in (-4, -7) order by who desc',
  'values (-4::bigint, false), (-7, true)',
  'when the charge came to nothing; an offer that is there again is announced first'
);
select pg_temp.heard_until('1996-03-02 19:31:00+00');
do $$ begin perform pg_temp.minute(); end $$;
select pg_temp.heard_until('1996-03-02 19:41:00+00');
do $$ begin perform pg_temp.minute(); end $$;
select is((select restricted from wanted where who = -4), true, 'then he is restricted, too');

-- Renewed
do $$ begin perform pg_temp.confirm(); end $$;
select is((select count(*) from wanted where restricted), 4::bigint, 'four are restricted');
do $$ begin perform pg_temp.pay(-1, 100); end $$;
select results_eq(
  'select s.period_number, w.restricted, s.ends_at from wanted as w join subs as s using (who) where who = -1',
  $$values (2, false, '1996-04-01 12:00:00+00'::timestamptz)$$, 'money lifts it at once'
);
select is((select restricted from api.profile(-1)), false, 'and the profile is open');
select pg_temp.heard_until('1996-03-02 19:42:00+00');
do $$ begin perform pg_temp.minute(); end $$;
select is(
  (select begin_at from wanted where who = -1), '1996-04-01 12:00:00+00'::timestamptz, 'until that is over'
);
do $$ begin perform pg_temp.pay(-2, 100); perform pg_temp.buy(-2, 'small'); end $$;
select results_eq(
  'select s.period_number, w.restricted, w.begin_at from wanted as w join subs as s using (who) where who = -2',
  $$values (2, false, '1996-04-01 12:00:00+00'::timestamptz)$$, 'so does a purchase'
);
select is(pg_temp.broken(), null, 'all is as it was sold');
update vpn.desired as d set restricted = true from wanted as w where w.who = -1 and d.subscription_id = w.id;
select matches(pg_temp.broken(), 'subscription', 'who is restricted before the end is a fault');
do $$ begin perform billing.begin_periods(array[(select id from wanted where who = -1)]); end $$;
select is((select restricted from wanted where who = -1), false, 'which the next look corrects');

-- The end of the grace
select pg_temp.heard_until('1996-03-03 19:32:00+00');
do $$ begin perform pg_temp.minute(); end $$;
select results_eq(
  'select w.present, w.begin_at from wanted as w where w.who in (-4, -5)',
  'values (false, null::timestamptz), (false, null)', 'then it ends as ever'
);
do $$ begin perform pg_temp.pay(-4, 100); perform pg_temp.buy(-4, 'gone'); end $$;
select results_eq(
  'select present, restricted from wanted where who = -4', 'values (true, false)',
  'and who comes back is not restricted'
);

-- A batch renews from the grace
select pg_temp.heard_until('1996-04-01 12:00:30+00');
do $$ begin perform pg_temp.minute(); end $$;
select is((select restricted from wanted where who = -2), true, 'again somebody is restricted');
do $$ begin perform api.set_auto_renew(-2, true); perform pg_temp.move(-2, 100); end $$;
update billing.subscriptions set unannounced = false, announced_amount = 100, charge_from = null, renew_at = app.now()
where id = (select id from wanted where who = -2);
do $$ begin perform billing.renew_batch(100); end $$;
select results_eq(
  'select s.period_number, w.restricted, w.begin_at from wanted as w join subs as s using (who) where who = -2',
  $$values (3, false, app.now())$$, 'and the renewal lifts it, with the same message'
);

-- Our fault when the money comes
select pg_temp.heard_until('1996-09-01 12:00:00+00');
do $$ begin perform pg_temp.pay(-9, 100), pg_temp.buy(-9, 'small'), pg_temp.confirm(); end $$;
select pg_temp.heard_until('1996-09-28 12:00:00+00');
do $$ begin perform pg_temp.minute(); end $$;
select pg_temp.heard_until('1996-10-01 12:00:30+00');
do $$ begin perform pg_temp.minute(); end $$;
select is((select restricted from wanted where who = -9), true, 'who has no money is restricted');
create function pg_temp.fail() returns trigger
language plpgsql
as $$ begin raise exception using errcode = '22012', message = 'no period'; end $$;
create trigger fails before insert on billing.periods for each row execute function pg_temp.fail();
do $$ begin perform pg_temp.pay(-9, 100); end $$;
select is((select renew_at from subs where who = -9), app.now(), 'what fails when money comes is due at once');
do $$ begin perform billing.begin_batch(100); end $$;
select is((select restricted from wanted where who = -9), false, 'and nobody is restricted for it');
drop trigger fails on billing.periods;
do $$ begin perform pg_temp.minute(); end $$;
select is((select period_number from subs where who = -9), 2, 'it is renewed when it can be');

-- What may be said of a plan
select throws_ok(
  $$update billing.plans set grace_access = 'none' where code = 'open'$$, '23514', null, 'access is full or restricted'
);
select is(
  (select count(distinct v.grace_access) from billing.plan_versions as v join billing.plans as p on p.id = v.plan_id
   where p.code = 'open'),
  2::bigint, 'each version keeps its own'
);

select * from finish();
rollback;
