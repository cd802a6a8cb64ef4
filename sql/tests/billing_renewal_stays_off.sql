-- In a shop that renews nothing, everybody hears before the end that his access ends, also who has money and renewal.
begin;
select plan(12);
\set people 4
\ir fixtures/growth.psql
\ir fixtures/sent.psql
update app.flags set enabled = true where name = 'reminders';
update app.brakes set released_until = null where name = 'unrenewed';
create function pg_temp.told(p_n integer) returns text[]
language sql
as $$
  select array_agg(n.kind order by n.kind)
  from billing.notices as n
  where n.subscription_id = (pg_temp.sub(p_n)).id and n.dropped is null
$$;
create function pg_temp.lives(p_days integer) returns void
language plpgsql
as $$
begin
  for n in 1 .. p_days * 12 loop
    perform pg_temp.goes_on('2 hours');
    perform pg_temp.work('renew_due', 'expire_due') from app.flags as f where f.name = 'auto_renewal' and f.enabled;
    perform pg_temp.work('expire_due', 'notify_due');
    perform pg_temp.heard();
  end loop;
end
$$;

select pg_temp.pay(1, 200), pg_temp.buy(1);
select ops.set_flag('auto_renewal', false, 'a while');
select pg_temp.lives(32);
select is((pg_temp.sub(1)).status, 'active', 'who has money is held while it is off for a while');
select is(pg_temp.told(1), null, 'and hears of no end');
select ops.release_brake('unrenewed', 'for good', '100 years');
select pg_temp.work('expire_due');

select pg_temp.pay(2, 200), pg_temp.buy(2);
select is((select p.next_charge_at from api.profile(-2) as p), null, 'no screen says that a charge will come');
select pg_temp.lives(32);
select is((pg_temp.sub(2)).status, 'expired', 'it ends where it is off for good');
select is(pg_temp.told(2), '{ending,ends_24h,ends_3h,win_back_1d}', 'which its user was told in time');
select is_empty(
  $$select * from ops.broken_promises_of_warning as w
    where w.subject like format('subscription %s,%%', (pg_temp.sub(2)).id)$$,
  'as the shop promises'
);
select pg_temp.pay(4, 200), pg_temp.buy(4);
select pg_temp.lives(30);
select ops.set_flag('auto_renewal', true, 'we renew again');
select pg_temp.work('renew_due', 'expire_due');
select is((pg_temp.sub(4)).period_number, 1, 'who was told that nothing will be charged is not charged at once');
select pg_temp.lives(1);
select is((pg_temp.sub(4)).period_number, 2, 'but after an announcement');
select ops.set_flag('auto_renewal', false, 'a while');

-- Only an hour is let through.
select ops.release_brake('unrenewed', 'these');
select pg_temp.pay(3, 200), pg_temp.buy(3);
select pg_temp.lives(29);
select is(pg_temp.told(3), null, 'let through for an hour, what comes later ends nothing that was held');
select ops.set_flag('auto_renewal', true, 'again');
select pg_temp.lives(1);
select is((pg_temp.sub(3)).period_number, 2, 'and is renewed when it is on again');


-- What an operator lets through breaks no promise, also where it is the job that is off.
select pg_temp.pay(3, 100);
update jobs.jobs set enabled = false where name = 'renew_due';
select pg_temp.goes_on('33 days');
select pg_temp.work('expire_due');
select ops.release_brake('unrenewed', 'we renew nothing');
select pg_temp.work('expire_due');
select is((pg_temp.sub(3)).status, 'expired', 'let through, it ends');
update jobs.jobs set enabled = true where name = 'renew_due';
select is_empty(
  $$select * from ops.broken_promises_of_access as a
    where a.subject like format('subscription %s %%', (pg_temp.sub(3)).id)$$,
  'and nobody is told that this was wrong'
);

select * from finish();
rollback;
