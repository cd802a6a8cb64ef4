-- Charges that are given up on their way, because their payer cancels or switches automatic renewal off, and changes
-- his mind.
begin;
select plan(17);

\set people 6
\ir fixtures/charges.psql
select api.choose_payment(p.telegram_id, p_remember => true) from people as p;
select pg_temp.save(p.telegram_id, 'yookassa', 'pm' || p.telegram_id, 'Bank card *4444') from people as p;
select pg_temp.subscribe(p.telegram_id) from people as p;
create function pg_temp.asked(p_n bigint) returns text
language sql as $$
  select string_agg(format('%s %s', c.status, c.attempt), ', ' order by c.attempt) from charges as c where c.n = p_n
$$;
-- A consumer of the messages of providers has had the newest charge of a person.
create function pg_temp.claimed(p_n bigint) returns void
language sql as $$
  update outbox.lanes as l
  set attempts = 1, last_error = 'timeout'
  where l.topic = 'payment' and l.lane = format('invoice:%s', (select max(c.id) from charges as c where c.n = p_n))
$$;
select pg_temp.at('1996-06-28 12:00:00+00', -1), pg_temp.at('1996-06-30 12:00:00+00', -1);
select is((select count(*)::integer from charges where status = 'creating'), 6, 'each is being charged');

-- 1 and 2: nobody was asked
select api.cancel(-1), api.set_auto_renew(-2, false);
select is(pg_temp.asked(-1) || ', ' || pg_temp.asked(-2), 'over 1, over 1', 'who cancels is not charged');
select is_empty(
  $$select from charges where n in (-1, -2) and (fetch_at is not null or not unsent)$$,
  'and nobody is asked what came of it'
);
select api.resume(-1), api.set_auto_renew(-2, true);
select is(pg_temp.at('1996-06-30 12:01:00+00', -1), null, 'who changes his mind hears of no money that is missing');
select pg_temp.at('1996-07-01 06:00:00+00', -1);
select is(pg_temp.asked(-1) || ', ' || pg_temp.asked(-2), 'over 1, creating 2, over 1, creating 2', 'he is charged');
select isnt(
  (select token from charges where n = -1 and attempt = 1), (select token from charges where n = -1 and attempt = 2),
  'under a key of its own'
);
create function pg_temp.stop_and_go(p_n bigint, p_at timestamptz) returns void
language plpgsql
as $$
begin
  perform api.cancel(p_n), api.resume(p_n);
  update billing.subscriptions as s set renew_at = app.now() from subs as m where m.id = s.id and m.n = p_n;
  perform pg_temp.at(p_at, p_n);
end
$$;
select pg_temp.stop_and_go(-1, '1996-07-01 06:01:00+00');
select pg_temp.stop_and_go(-1, '1996-07-01 06:02:00+00');
select pg_temp.stop_and_go(-1, '1996-07-01 06:03:00+00');
select is((select max(attempt) from charges where n = -1 and status = 'creating'), 5, 'however often he does so');
select pg_temp.answer(-1, pg_temp.paid()), pg_temp.answer(-2, pg_temp.paid());
select ok(pg_temp.renewed(-1) and pg_temp.renewed(-2), 'and renewed');

-- 3 to 6: somebody may have been asked. 3: it was not; 4: it was declined for now, 5: for good; 6: nobody ever says.
select pg_temp.claimed(n), api.cancel(n) from (values (-3), (-4), (-5), (-6)) as t (n);
select is_empty(
  $$select from charges where n in (-3, -4, -5, -6) and (fetch_at is null or unsent)$$,
  'what may be paid is asked about'
);
select api.resume(n) from (values (-3), (-4), (-5), (-6)) as t (n);
select is(pg_temp.at('1996-07-01 06:04:00+00', -3), null, 'nobody is told that money is missing while nobody knows');
select pg_temp.answer(-3, '{"status": "unknown"}');
select is(pg_temp.asked(-3), 'over 1', 'its provider may hear of it yet');
select set_config('test.now', '1996-07-01 06:20:00+00', true);
select pg_temp.answer(-3, '{"status": "unknown"}');
select pg_temp.answer(-4, pg_temp.declined('retry', 'insufficient_funds'));
select pg_temp.answer(-5, pg_temp.declined('drop', 'card_expired'));
select is(pg_temp.at('1996-07-01 06:21:00+00', -3), null, 'later it will not');
select is(pg_temp.asked(-3), 'over 1, creating 2', 'so it is charged');
select is(
  (select array_agg(format('%s %s', c.decline, c.error) order by c.n desc) from charges as c where c.n in (-4, -5)),
  '{"retry insufficient_funds","drop card_expired"}', 'what its provider says of it is kept'
);
select is(
  (select failed from api.saved_methods(-5)), true, 'and a method that is never to be charged again is not'
);
select is(pg_temp.at('1996-07-01 11:00:00+00', -6), 'renewal-short', 'who waited for an hour hears what he can do');
select is(pg_temp.asked(-4), 'over 1, creating 2', 'and whose card was declined for now is charged again');

select * from finish();
rollback;
