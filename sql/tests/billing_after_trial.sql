-- What is paid for during a trial: a plan that gives more begins now, and what is left of the trial waits behind it.
begin;
select plan(14);

\ir fixtures/clock.psql

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '"taste"' where name = 'trial_plan';
update app.settings set value = '72' where name = 'trial_hours';
update app.settings set value = '24' where name = 'grace_hours';
update app.settings set value = '{"XTS": 1}' where name = 'topup_min';
update app.flags set enabled = true where name in ('trials', 'purchases', 'topups', 'gifts');
\ir fixtures/panel.psql
insert into billing.plans (code, title, benefits, position, device_limit, data_limit_bytes, traffic_reset)
values
  ('taste', '{"en": "Taste"}', '{"en": "For tests"}', 1, 1, 1000, 'never'),
  ('small', '{"en": "Small"}', '{"en": "For tests"}', 2, 3, 5000, 'period'),
  ('large', '{"en": "Large"}', '{"en": "For tests"}', 3, 8, null, 'never');
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, 30, 'day', o.amount, 'XTS', tstzrange('1990-01-01', null)
from (values ('small', 100), ('large', 300)) as o (plan, amount)
join billing.plans as p on p.code = o.plan;

\set people 6
\ir fixtures/people.psql
\ir fixtures/subscriptions.psql
\ir fixtures/offers.psql
do $$
begin
  perform inbox._book_payment(p.telegram_id, 'tap', format('trial %s', p.telegram_id), null, 1000, 'XTS') from people as p;
end
$$;
create temporary view spans as
select s.n, r.number, r.kind, p.code, r.starts_at, coalesce(r.closed_at, r.ends_at) as ends_at
from subs as s
join billing.periods as r on r.subscription_id = s.id and r.closed_at is distinct from r.starts_at
join billing.plans as p on p.id = r.plan_id;
create temporary view given as
select s.n, d.data_limit, d.device_limit, d.traffic_from
from vpn.desired as d join subs as s on s.id = d.subscription_id;

-- Its traffic is used up, and the notice says that a plan with more lets him go on.
select is((select outcome from api.start_trial(-1)), 'started', 'a trial of a plan that nobody can buy');
select is((select data_limit from given where n = -1), 1000::bigint, 'with little traffic');
select pg_temp.at('1996-02-02 12:00:00+00');
select results_eq(
  $$select o.kind, o.starts_at, o.ends_at from api.open_order(-1, pg_temp.price('small')) as o$$,
  $$values ('purchase'::text, '1996-02-02 12:00:00+00'::timestamptz, '1996-03-03 12:00:00+00'::timestamptz)$$,
  'what he buys on its second day begins then, as the order says'
);
select is(pg_temp.buy(-1, 'small'), 'fulfilled', 'he pays');
select results_eq(
  'select data_limit, device_limit, traffic_from from given where n = -1',
  $$values (5000::bigint, 3, '1996-02-02 12:00:00+00'::timestamptz)$$,
  'and has what he paid for: its traffic, counted from now on, and its devices'
);
select results_eq(
  'select kind, code, starts_at, ends_at from spans where n = -1 order by number',
  $$values
    ('trial'::text, 'taste'::text, '1996-02-01 12:00:00+00'::timestamptz, '1996-02-02 12:00:00+00'::timestamptz),
    ('paid', 'small', '1996-02-02 12:00:00+00', '1996-03-03 12:00:00+00'),
    ('grant', 'taste', '1996-03-03 12:00:00+00', '1996-03-05 12:00:00+00')$$,
  'what is left of the trial is his, too, and comes after it'
);
select is((select is_trial from api.home(-1)), false, 'he is a customer from now on');

-- A trial of a plan that is sold
update app.settings set value = '"small"' where name = 'trial_plan';
do $$ begin perform api.start_trial(-2), api.start_trial(-3), api.start_trial(-4); end $$;
select is(pg_temp.buy(-2, 'small'), 'fulfilled', 'who buys the plan that he tries');
select is(
  (select starts_at from spans where n = -2 and kind = 'paid'), '1996-02-05 12:00:00+00'::timestamptz,
  'loses nothing of the trial: it goes on, and the paid time follows'
);
select is(pg_temp.buy(-3, 'large'), 'fulfilled', 'who buys a dearer one');
select results_eq(
  'select data_limit, device_limit from given where n = -3', $$values (null::bigint, 8)$$, 'has it now'
);

-- A gift is a purchase by somebody else.
create temporary table links (code text, gift_id bigint);
do $$
declare
  v_token uuid := (api.open_gift_order(-5, pg_temp.price('large'))).order_token;
begin
  perform api.pay_from_balance(-5, v_token);
  insert into links
  select l.code, g.gift_id from api.gifts(-5) as g cross join lateral api.new_gift_link(-5, g.gift_id) as l;
  perform api.start(-4, sha256('tap -4'), null, 'Ann', 'en', 'gift_' || l.code) from links as l;
end
$$;
select is(
  (select r.outcome from links as l cross join lateral api.redeem_gift(-4, l.gift_id) as r), 'redeemed',
  'somebody on a trial takes a gift of it'
);
select results_eq(
  'select data_limit, device_limit from given where n = -4', $$values (null::bigint, 8)$$, 'and has it now as well'
);

select is_empty(
  $$select v.invariant, v.subject
    from ops.violations as v join subs as s on v.subject ~ format('^subscription %s\M', s.id)
    where v.invariant not in ('nothing_is_overdue', 'undelivered_is_refunded')$$,
  'all invariants hold, but that no job has run meanwhile'
);

select * from finish();
rollback;
