-- Charges that are reported after the end of a subscription while renewal is switched off, or that nothing needs any
-- more: what waits is renewed, or forgotten, and its user is told only what is true.
begin;
select plan(17);

\set people 7
\ir fixtures/charges.psql
update app.settings set value = '"1990-01-01T00:00:00Z"' where name = 'promises_since';
select api.choose_payment(p.telegram_id, p_remember => true) from people as p;
select pg_temp.save(p.telegram_id, 'yookassa', 'pm' || p.telegram_id, 'Bank card *4444') from people as p;
select pg_temp.subscribe(p.telegram_id) from people as p;
create function pg_temp.notices(p_n bigint) returns bigint
language sql as $$
  select count(*)
  from outbox.messages as m
  where m.kind = 'telegram.notice'
    and m.lane = p_n::text
    and m.payload ->> 'text' = 'renewal-not-made'
$$;
create temporary view waiting as
select p.telegram_id as n, u.* from billing.unrenewed as u join people as p on p.id = u.user_id;

select pg_temp.at('1996-06-28 12:00:00+00', -1), pg_temp.at('1996-06-30 12:00:00+00', -1);
select pg_temp.at('1996-07-03 12:00:00+00', -1), pg_temp.at('1996-07-03 12:01:00+00', -1);
select is((select array_agg(distinct status) from subs), '{expired}', 'nobody knew of the charges');

-- 1: a charge is reported while renewal is off
update app.flags set enabled = false where name = 'auto_renewal';
select pg_temp.answer(-1, pg_temp.paid());
select results_eq(
  'select n, error from waiting', $$values (-1, 'switched_off')$$, 'what may not be renewed now waits'
);
select set_config('test.now', '1996-07-03 12:03:00+00', true);
select is(billing.renew_waiting(), (1, 0, true)::jobs.step, 'and is looked at');
select is(billing.renew_waiting(), (0, 0, false)::jobs.step, 'once');
update app.flags set enabled = true where name = 'auto_renewal';
select set_config('test.now', '1996-07-03 12:06:00+00', true);
select billing.renew_waiting();
select is((select s.status from subs as s where s.n = -1), 'active', 'when renewal is on again it is renewed');
select is_empty('select * from waiting', 'and waits no longer');

-- 2 to 4 wait for their offer; then renewal is switched off. 2 has bought by himself, 3 wants no renewal any more, 4
-- waits on.
update billing.prices as r set valid = tstzrange(lower(r.valid), app.now())
from billing.plans as p where p.id = r.plan_id and p.code = 'tap' and upper_inf(r.valid);
select pg_temp.answer(n, pg_temp.paid()) from (values (-2), (-3), (-4)) as t (n);
select is((select string_agg(n::text, ' ' order by n) from waiting), '-4 -3 -2', 'three wait');
update app.flags set enabled = false where name = 'auto_renewal';
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, 30, 'day', 100, 'XTS', tstzrange(app.now(), null) from billing.plans as p where p.code = 'tap';
update billing.subscriptions as s
set status = 'active', expires_at = app.now() + interval '30 days', ends_at = app.now() + interval '30 days'
from subs as m
where m.id = s.id and m.n = -2;
update billing.subscriptions as s set auto_renew = false from subs as m where m.id = s.id and m.n = -3;
select set_config('test.now', '1996-07-03 12:10:00+00', true);
select billing.renew_waiting() from generate_series(1, 4);
select is((select string_agg(n::text, ' ' order by n) from waiting), '-4', 'who needs no renewal waits for none');
select is(billing.renew_waiting(), (0, 0, false)::jobs.step, 'and the job comes to its end');
select set_config('test.now', '1996-07-04 12:30:00+00', true);
select billing.renew_waiting() from generate_series(1, 4);
select is(pg_temp.notices(-2) + pg_temp.notices(-3), 0::bigint, 'nobody is told what is not true');
select is(pg_temp.notices(-4), 1::bigint, 'who waited for a day is told');

-- 5: what is reported while nothing is to be renewed waits for nothing
update billing.subscriptions as s set cancelled_at = app.now() from subs as m where m.id = s.id and m.n = -5;
select pg_temp.answer(-5, pg_temp.paid());
select is_empty('select * from waiting where n = -5', 'who has cancelled waits for nothing');

-- 6: renewal was off for nearly a day, and then the offer is missing for an hour
update app.flags set enabled = false where name = 'auto_renewal';
update billing.prices as r set valid = tstzrange(lower(r.valid), app.now() + interval '23 hours')
from billing.plans as p where p.id = r.plan_id and p.code = 'tap' and upper_inf(r.valid);
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, 30, 'day', 100, 'XTS', tstzrange(app.now() + interval '25 hours', null)
from billing.plans as p where p.code = 'tap';
select pg_temp.answer(-6, pg_temp.paid());
select is((select w.error from waiting as w where w.n = -6), 'switched_off', 'one waits while renewal is off');
update app.flags set enabled = true where name = 'auto_renewal';
select set_config('test.now', (app.now() + interval '24 hours')::text, true);
select billing.renew_waiting();
select is((select w.error from waiting as w where w.n = -6), 'unavailable', 'and then for its offer');
select set_config('test.now', (app.now() + interval '2 hours')::text, true);
select billing.renew_waiting();
select is((select s.status from subs as s where s.n = -6), 'active', 'which is waited for as long as any');

-- 7: renewal is off, and its offer is missing, every other hour
update billing.prices as r set valid = tstzrange(lower(r.valid), app.now())
from billing.plans as p where p.id = r.plan_id and p.code = 'tap' and upper_inf(r.valid);
select pg_temp.answer(-7, pg_temp.paid());
do $$
begin
  for v_n in 1..60 loop
    perform set_config('test.now', (app.now() + interval '1 hour')::text, true);
    update app.flags set enabled = v_n % 2 = 0 where name = 'auto_renewal';
    perform billing.renew_waiting();
    exit when pg_temp.notices(-7) > 0;
  end loop;
end
$$;
select is(pg_temp.notices(-7), 1::bigint, 'who waits now for this and now for that is told');
select is(
  (select app.now() - w.since < interval '26 hours' from waiting as w where w.n = -7), true, 'after a day in all'
);

select * from finish();
rollback;
