-- What a period refers to is there, and stays: no foreign key says so, but the triggers of 0082 do.
begin;
set local client_min_messages = warning;
select plan(14);

\ir fixtures/clock.psql
select set_config('test.now', '1996-02-01 12:00:00+00', true);

insert into billing.plans (code, title, benefits) values ('tap', '{"en": "Tap"}', '{"en": "For tests"}');
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, n, 'month', 100, 'XTS', tstzrange('1990-01-01', null)
from billing.plans as p, generate_series(1, 2) as n
where p.code = 'tap';
insert into app.users (identity_hash, created_at) values (sha256('billing_references'), app.now());
create function pg_temp.credit(p_user_id bigint, p_key text) returns bigint
language sql
as $$
  select ledger.post('credit', p_key, array[
    row(ledger.account(null, 'revenue', 'XTS'), -1), row(ledger.account(p_user_id, 'cash', 'XTS'), 1)
  ]::ledger.leg[])
$$;
create temporary table had as
select
  u.id as user_id, p.id as plan_id, r.price_id, r.unsold_id,
  pg_temp.credit(u.id, 'tap:1') as transfer_id, pg_temp.credit(u.id, 'tap:2') as other_id
from app.users as u
cross join billing.plans as p
cross join lateral (
  select min(q.id) as price_id, max(q.id) as unsold_id from billing.prices as q where q.plan_id = p.id
) as r
where u.identity_hash = sha256('billing_references') and p.code = 'tap';
select billing.grant_period(
  h.user_id, h.plan_id, 'paid', billing.next_period(null, 1, 'month'), h.price_id, null, h.transfer_id
)
from had as h;
create temporary view mine as
select s.id, s.ends_at from billing.subscriptions as s where s.user_id = (select h.user_id from had as h);
grant select on had, mine to public;

-- Inside throws_ok the error takes the role back.
create function pg_temp.refused(p_sql text, p_sqlstate text, p_what text) returns setof text
language plpgsql
as $$
begin
  return next throws_ok(
    format('do %L', format('begin set local role tickover_owner; execute %L; end', p_sql)), p_sqlstate, null, p_what
  );
end
$$;
-- A second period, but for one column.
create function pg_temp.second(p_column text, p_value text) returns text
language sql
as $$
  select format(
    'insert into billing.periods (subscription_id, number, kind, plan_id, plan_version, starts_at, ends_at, price_id,
       transfer_id, generation, created_at)
     select %s, %s, ''paid'', h.plan_id, %s, m.ends_at, m.ends_at + interval ''1 day'', %s, %s, 2, app.now()
     from had as h, mine as m',
    case p_column when 'subscription_id' then p_value else 'm.id' end,
    case p_column when 'subscription_id' then '1' else '2' end,
    case p_column when 'plan_version' then p_value else '1' end,
    case p_column when 'price_id' then p_value else 'h.price_id' end,
    case p_column when 'transfer_id' then p_value else 'h.other_id' end
  )
$$;

select pg_temp.refused(
  pg_temp.second('subscription_id', '-1'), '23503', 'a period is of no subscription that there is not'
);
select pg_temp.refused(pg_temp.second('transfer_id', '-1'), '23503', 'nor paid by a transfer that there is not');
select pg_temp.refused(pg_temp.second('price_id', '-1'), '23503', 'nor sold at a price that there is not');
select pg_temp.refused(pg_temp.second('plan_version', '9'), '23503', 'nor with a version that its plan never had');
select pg_temp.refused(
  replace(pg_temp.second('none', ''), 'm.id, 2,', 'm.id, 3,'), 'TK031', 'nor does it leave out a number'
);
select lives_ok(pg_temp.second('none', ''), 'what is there is enough');
select is(
  (
    select p.transfer_id
    from billing.periods as p
    where p.subscription_id = (select m.id from mine as m) and p.number = 2
  ),
  (select h.other_id from had as h),
  'and is written'
);

select pg_temp.refused(
  'delete from billing.prices where id = (select price_id from had)', '23503', 'a price that was sold at stays'
);
select pg_temp.refused(
  'update billing.prices set id = default where id = (select price_id from had)', 'TK064', 'under its number'
);
select lives_ok(
  'delete from billing.prices where id = (select unsold_id from had)', 'one that nobody bought at may go'
);
select pg_temp.refused(
  'delete from billing.subscriptions where id = (select id from mine)', 'TK001', 'a subscription stays'
);
select pg_temp.refused(
  'update billing.subscriptions set id = default where id = (select id from mine)', 'TK001', 'under its number'
);
select pg_temp.refused(
  'delete from billing.plan_versions where plan_id = (select plan_id from had)', 'TK001', 'what a plan gave stays'
);
select pg_temp.refused(
  'delete from ledger.transfers where id = (select transfer_id from had)', 'TK001', 'and so does a transfer'
);

select * from finish();
rollback;
