-- With the keys of another account a provider knows nobody's card. No card is given up for that, and no renewal lost.
begin;
select plan(18);

\set people 8
\ir fixtures/charges.psql
update app.brakes set most = 2, share = 0, held = 0, released_until = null where name = 'drop_methods';
update app.brakes set held_since = null where name = 'drop_methods';
delete from app.brake_uses as u where u.brake = 'drop_methods';
create temporary table cards (n bigint, provider text);
insert into cards
select -g, case when g < 7 then 'yookassa' else 'stripe' end from generate_series(1, 8) as g;
select api.choose_payment(c.n, p_remember => true) from cards as c;
select pg_temp.save(c.n, c.provider, 'card' || c.n, 'Bank card' || c.n), pg_temp.subscribe(c.n) from cards as c;
create function pg_temp.kept() returns text
language sql as $$
  select string_agg(p.telegram_id::text, ' ' order by p.telegram_id desc)
  from billing.payment_methods as m
  join people as p on p.id = m.user_id
  where num_nulls(m.failed_at, m.removed_at) = 2
$$;
create function pg_temp.asked(p_n bigint) returns text
language sql as $$
  select string_agg(format('%s %s', c.attempt, c.status), ', ' order by c.attempt) from charges as c where c.n = p_n
$$;
select pg_temp.at('1996-06-28 12:00:00+00', -1), pg_temp.at('1996-06-30 12:00:00+00', -1);
select is((select count(*) from charges where status = 'creating'), 8::bigint, 'eight cards are charged');

-- Below the brake, at it, above it
select pg_temp.answer(n, pg_temp.declined('drop', 'payment_method_id')) from (values (-1), (-2)) as t (n);
select is(pg_temp.kept(), '-3 -4 -5 -6 -7 -8', 'of some a provider may know nothing any more');
select pg_temp.answer(-3, pg_temp.declined('drop', 'payment_method_id'));
select is(pg_temp.kept(), '-1 -2 -3 -4 -5 -6 -7 -8', 'of so many it is not their fault, nor was it before');
select is((select b.held from app.brakes as b where b.name = 'drop_methods'), 1, 'somebody has to look');
select is((select a.detail ~ 'held' from jobs.alarms as a where a.name = 'brake_drop_methods'), true, 'and is told');
select pg_temp.answer(-4, pg_temp.declined('drop', 'card_expired'));
select is(pg_temp.kept(), '-1 -2 -3 -4 -5 -6 -7 -8', 'another reason may be the same fault');
select billing.fetched_batch(
  array['x'], array[jsonb_build_object('invoice_id', c.id)], array[pg_temp.declined('drop', 'payment_method_id')]
)
from charges as c
where c.n = -1;
select is(
  (select sum(u.count) from app.brake_uses as u where u.brake = 'drop_methods'), 2::bigint,
  'an answer that comes twice counts once'
);

-- A refusal without a word about the card
select billing.charge_not_made('x', jsonb_build_object('invoice_id', c.id), 'rejected', '404 resource_missing')
from charges as c
where c.n = -7;
select is(pg_temp.at('1996-06-30 12:01:00+00', -7), 'renewal-short', 'his user hears that money is missing');

-- The keys are right again
select pg_temp.at('1996-07-01 06:00:00+00', -1);
select is(pg_temp.asked(-1), '1 over, 2 creating', 'who was the first is charged again');
select is(pg_temp.asked(-4), '1 over, 2 creating', 'and who was the last');
select is(pg_temp.asked(-7), '1 failed, 2 creating', 'and whose request was refused');
select pg_temp.answer(n, pg_temp.paid()) from (values (-1), (-2), (-3), (-7)) as t (n);
select is(
  (select string_agg(n::text, ' ' order by n desc) from subs where period_number = 2), '-1 -2 -3 -7', 'all are renewed'
);

-- One card that has really ended
select set_config('test.now', '1996-07-01 12:30:00+00', true);
select pg_temp.answer(-4, pg_temp.declined('drop', 'card_expired'));
select is(pg_temp.kept(), '-1 -2 -3 -5 -6 -7 -8', 'a day later one is believed again');
select is((select b.held from app.brakes as b where b.name = 'drop_methods'), 0, 'and nothing is held');
select pg_temp.answer(n, pg_temp.declined('drop', 'card_expired')) from (values (-5), (-6)) as t (n);
select is((select b.held from app.brakes as b where b.name = 'drop_methods'), 1, 'when it was held again');
select app.end_holds();
select is((select b.held from app.brakes as b where b.name = 'drop_methods'), 1, 'it is told for a day');
select set_config('test.now', '1996-07-02 12:31:00+00', true);
select app.end_holds();
select is_empty($$select from jobs.alarms as a where a.name = 'brake_drop_methods'$$, 'and then over');
select set_config('test.now', '1996-07-01 12:30:00+00', true);
select is_empty(
  $$select b.promise, b.subject from ops.broken_promises as b where b.promise = 'who_can_pay_keeps_access'$$,
  'nobody lost his access'
);

select * from finish();
rollback;
