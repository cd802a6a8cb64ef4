-- A restored shop knows nothing of what providers charged since the backup: it asks before it charges anybody.
begin;
select plan(37);

\set people 4
\ir fixtures/charges.psql
update billing.providers set can = '{}';
select outbox.declare_providers(
  '{"yookassa": ["page", "fetch", "refund", "saved_method", "list"],
    "stripe": ["page", "fetch", "saved_method", "list"]}'
);
update billing.providers set exclusive = true where name = 'yookassa';
select api.choose_payment(p.telegram_id, p_remember => true) from people as p;

-- The list of a provider, with these lines, is read to its end.
create function pg_temp.reads(p_provider text, p_lines jsonb default '[]') returns void
language plpgsql
as $$
declare
  v_id bigint;
begin
  loop
    select l.id into v_id from billing.listings as l where l.provider = p_provider and l.finished_at is null;
    exit when not found;
    perform billing.listed('x', jsonb_build_object('listing_id', v_id), jsonb_build_object('lines', p_lines));
  end loop;
end
$$;

-- Each has a card; the last two have more than one try: with one card, and with a second one at another provider.
select pg_temp.subscribe(p.telegram_id), pg_temp.save(p.telegram_id, 'yookassa', format('pm%s', p.telegram_id), 'card')
from people as p;
select pg_temp.save(-4, 'stripe', 'pm-5', 'card');
select pg_temp.at('1996-06-28 12:00:00+00', -1);
select is_empty('select * from charges', 'the backup is of a time before the charge');
select is(
  ops.reconcile('yookassa', '1996-06-28 10:00:00+00', '1996-06-28 11:00:00+00'), 'started',
  'a list was being read when it was taken'
);

create temporary table keys as
select s.n, m.external_id as card, billing.charge_token(m.id, s.id, 1, 1) as token,
  billing.charge_token(m.id, s.id, 1, 2) as second
from subs as s join billing.payment_methods as m on m.user_id = s.user_id;

-- What the shop did after it, and is lost
create function pg_temp.charged_and_lost() returns uuid[]
language plpgsql
as $$
declare
  v_tokens uuid[];
begin
  perform pg_temp.at('1996-06-30 13:00:00+00', -1);
  v_tokens := array(select c.token from charges as c order by c.n);
  raise exception 'restored';
exception when raise_exception then
  return v_tokens;
end
$$;
select is(
  pg_temp.charged_and_lost(), array(select k.token from keys as k where k.card <> 'pm-5' order by k.n),
  'then the cards are charged'
);
select is_empty('select * from charges', '(nothing of it is known any more)');

-- Restored
select set_config('test.now', '1996-06-30 18:00:00+00', true);
select results_eq(
  $$select subject, outcome from ops.catch_up('1996-06-28 12:00:00+00') where step = 'list of payments'$$,
  $$values ('stripe', 'started'), ('yookassa', 'started')$$, 'the list of each provider is asked for'
);
select results_eq(
  'select taken_at, caught_up_at, waits_for from ops.restores',
  $$values ('1996-06-28 12:00:00+00'::timestamptz, null::timestamptz, array['stripe', 'yookassa'])$$,
  'and that it waits for them can be seen'
);
select is(
  (select l.from_at from billing.listings as l where l.provider = 'yookassa' and l.finished_at is null)
    <= '1996-06-28 12:00:00+00', true, 'from the time of the backup on'
);
select pg_temp.at('1996-06-30 18:00:00+00', -1);
select is_empty('select * from charges', 'until then no card is charged');
select is((select count(*) from subs where status = 'active'), 4::bigint, 'nobody loses access');
select is_empty(
  $$select from outbox.messages as m where m.kind = 'billing.notice' and m.payload::text ~ 'short'$$,
  'and nobody is told that money is missing'
);
select pg_temp.at('1996-07-02 18:00:00+00', -1);
select is((select count(*) from subs where status = 'active'), 4::bigint, 'also days later');

select pg_temp.reads('stripe', jsonb_build_array(jsonb_build_object(
  'line_id', 'p4', 'kind', 'payment', 'external_id', 'charge-4', 'charge_id', 'charge-4',
  'key', (select k.token from keys as k where k.card = 'pm-5'), 'amount', 100, 'currency', 'XTS',
  'at', '1996-06-30 14:00:00+00'
)));
select is((select r.waits_for from ops.restores as r), array['yookassa'], 'one list alone is not enough');
select pg_temp.reads('yookassa', jsonb_build_array(jsonb_build_object(
  'line_id', 'p1', 'kind', 'payment', 'external_id', 'charge-1', 'charge_id', 'charge-1',
  'key', (select k.token from keys as k where k.n = -1), 'amount', 100, 'currency', 'XTS',
  'at', '1996-06-30 13:00:00+00'
), jsonb_build_object(
  'line_id', 'p3', 'kind', 'payment', 'external_id', 'charge-3', 'charge_id', 'charge-3',
  'key', (select k.second from keys as k where k.n = -3), 'amount', 100, 'currency', 'XTS',
  'at', '1996-06-30 17:00:00+00'
)));
select is((select r.caught_up_at from ops.restores as r), app.now(), 'with the last one the shop has caught up');
select is((select count(*) from billing.suspense), 2::bigint, 'charges with cards are money of nobody known');

-- Renewed: the first with what he was charged already, the second is charged now
select pg_temp.at('1996-07-02 19:05:00+00', -1);
select is((select s.period_number from subs as s where s.n = -1), 2, 'the first has his next period');
select is((select b.balance from ledger.accounts as b where b.user_id = pg_temp.who(-1) and b.name = 'cash'), 0::bigint,
  'paid by the charge that the list has');
select is_empty(
  $$select from outbox.messages as m join charges as c on c.n = -1 and (m.payload ->> 'invoice_id')::bigint = c.id
    where m.kind = 'payment.charge' and billing.prepare_charge(m.lane, m.payload) is not null$$,
  'his card is not charged again'
);
select results_eq(
  'select s.n, s.period_number from subs as s where s.n < -2 order by s.n', 'values (-4, 2), (-3, 2)',
  'so do those who paid at the second try, or with the second card'
);
select is_empty(
  $$select from charges as c where c.n < -2 and c.status in ('creating', 'open')$$, 'and no card of theirs is charged'
);
select is(
  (select sum(b.balance) from ledger.accounts as b where b.user_id in (pg_temp.who(-3), pg_temp.who(-4))), 0::numeric,
  'nor do they have money left: it paid for the period'
);
select results_eq(
  $$select p.provider, p.external_id from billing.payments as p
    where p.external_id in ('charge-3', 'charge-4') order by p.provider$$,
  $$values ('stripe', 'charge-4'), ('yookassa', 'charge-3')$$, 'the money is booked where it came'
);
select is_empty('select from billing.suspense where resolved_at is null', 'and no money is left over');
select results_eq(
  $$select c.token, c.status from charges as c where c.n = -2$$,
  $$select k.token, 'creating' from keys as k where k.n = -2$$,
  'the second''s is charged, with the key of the lost charge'
);
select isnt(
  billing.charge_token(c.method_id, c.subscription_id, 1, 2), c.token, 'each attempt has its own'
) from charges as c where c.n = -2;
select is_empty('select * from ops.violations_of_payments', 'the books are right');

-- What waited in a backup
create function pg_temp.again() returns boolean
language sql
as $$
  select (billing.prepare_charge('x', jsonb_build_object('invoice_id', c.id)) ->> 'again')::boolean
  from charges as c where c.n = -2
$$;
select is(pg_temp.again(), false, 'what this shop charges was not sent before');
select is(ops.end_catching_up('none is missing'), false, 'nothing waits any more');
select set_config('test.now', '1996-07-02 20:00:00+00', true);
select ops.catch_up('1996-07-02 19:05:00+00');
select is(pg_temp.again(), true, 'what waited in a backup may have been');
select is(billing.was_restored_since('1996-07-02 20:00:00.1+00'), false, '(not what is asked since)');

-- Restored once more, and a list that is not read to its end
select is(
  (select array_agg(outcome) from ops.catch_up('1996-07-02 19:30:00+00') where step = 'list of payments'),
  array['started', 'started'], 'no reading that was begun before stands in the way'
);
select results_eq(
  'select taken_at, caught_up_at is null from app.restores order by id desc limit 1',
  $$values ('1996-07-02 19:05:00+00'::timestamptz, true)$$, 'the gap of a restore before is not forgotten'
);
select billing.finish_listing(l, 'tap') from billing.listings as l where l.finished_at is null;
select set_config('test.now', '1996-07-02 22:00:00+00', true);
select ops.reconcile('yookassa', '1996-07-02 21:00:00+00'), ops.reconcile('stripe', '1996-07-02 21:00:00+00');
select pg_temp.reads('stripe'), pg_temp.reads('yookassa');
select is(
  (select r.waits_for from ops.restores as r where r.caught_up_at is null), array['stripe', 'yookassa'],
  'a list that was read from later on leaves the gap'
);
select ops.reconcile('stripe', '1996-07-02 19:00:00+00');
select pg_temp.reads('stripe');
select is(
  (select r.waits_for from ops.restores as r where r.caught_up_at is null), array['yookassa'],
  'one that spans it does not'
);

-- By hand, and what is remembered of backups
select is(ops.end_catching_up('the provider is closed'), true, 'an operator ends the waiting');
select is((select count(*) from app.restores where caught_up_at is null), 0::bigint, 'at once');
select ops.note_backup('folder', '1996-07-01 12:00:00+00', 5), ops.note_backup('folder', '1996-06-01 12:00:00+00', 6);
select results_eq(
  $$select place, taken_at, bytes from app.backups where place = 'folder'$$,
  $$values ('folder', '1996-07-01 12:00:00+00'::timestamptz, 5::bigint)$$, 'the newest backup of a place is known'
);
select throws_ok($$select ops.note_backup('moon', now(), 1)$$, '23514', null, 'of a place that there is');

select * from finish();
rollback;
