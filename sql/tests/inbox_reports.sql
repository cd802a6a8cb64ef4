-- Money that a payment provider proves without saying how much, of an invoice that we do not know, waits for somebody.
begin;
select plan(14);

\ir fixtures/clock.psql
update billing.providers set exclusive = true where name = 'crypto_pay';
create function pg_temp.told(p_report jsonb, p_verified boolean default true) returns text
language sql
as $$
  select inbox.receive_report(
    'crypto_pay', p_verified, '{"external_id": "77", "status": "unclear", "key": "none of ours"}' || p_report
  )
$$;
create temporary view unclear as
select m.* from ops.money_events as m where m.provider = 'crypto_pay';

select is(pg_temp.told('{}', false), 'unknown', 'a hint proves nothing');
select is_empty('select from unclear', 'and is not kept');
select is(pg_temp.told('{}'), 'unclear', 'money that does not say how much it is');
select is(pg_temp.told('{}'), 'unclear', 'and the same again');
select results_eq(
  'select kind, state, external_id, amount from unclear',
  $$values ('payment', 'unclear', '77', null::bigint)$$, 'waits for an operator, once'
);
select ok(jobs.book_payments(10) is not null, 'the job');
select is(
  (select detail from jobs.alarms where name = 'money_unclear'), '1 to be looked at, see ops.money_events',
  'who is told of it'
);
select is(
  pg_temp.told('{"external_id": "78", "status": "paid", "currency": "XTS"}'), 'unclear', 'so does half of an amount'
);
select is(pg_temp.told('{"external_id": "79", "status": "expired"}'), 'unknown', 'what brought no money');
select is(
  pg_temp.told('{"external_id": "80", "status": "paid", "amount": 0, "currency": "XTS"}'), 'unknown', 'or none at all'
);
update billing.providers set exclusive = false where name = 'crypto_pay';
select is(pg_temp.told('{"external_id": "81"}'), 'unknown', 'what that account sells beside');
select is(
  pg_temp.told(jsonb_build_object('external_id', '82', 'key', gen_random_uuid())), 'unclear',
  'but not under a key like ours'
);
select set_eq('select external_id from unclear', array['77', '78', '82'], 'so these wait');
select is(
  (select ops.settle_money_event(u.id, 'credited by hand') from unclear as u where u.external_id = '77'), 'settled',
  'until an operator has looked'
);
select * from finish();
rollback;
