-- Who opens the link that the setup gives becomes an owner: once, within an hour.
begin;
select plan(13);

\ir fixtures/clock.psql
\set people 3
\ir fixtures/people.psql
create function pg_temp.role_of(p_who bigint) returns text
language sql
as $$ select u.role from app.users as u join people as p on p.id = u.id where p.telegram_id = p_who $$;

create function pg_temp.opens(p_telegram_id bigint, p_code text) returns text
language sql
as $$
  select s.outcome from api.start(p_telegram_id, '\x01', 'ann', 'Ann', 'en', 'owner_' || p_code) as s
$$;
select is(
  ops.make_owner_link(billing.gift_code_hash('first')), app.now() + interval '1 hour', 'a link lasts an hour'
);
select lives_ok($$ select ops.make_owner_link(billing.gift_code_hash('second')) $$, 'and the next one replaces it');
select is((select count(*) from app.owner_links), 1::bigint, 'so that one at most can be opened');
select throws_ok($$ select ops.make_owner_link('short') $$, '23514', null, 'a hash is a hash');

select pg_temp.opens(-1, 'first');
select is(pg_temp.role_of(-1), null, 'a void link makes nobody an owner');

select is(pg_temp.opens(-2, 'second'), 'known', 'the link is a start like any other');
select is(pg_temp.role_of(-2), 'owner', 'that makes an owner');
select is(
  (
    select array_agg(a.action order by a.id)
    from app.audit as a
    where a.action in ('owner_link.used', 'admin.made')
  ),
  array['owner_link.used', 'admin.made'],
  'and is audited'
);
select pg_temp.opens(-2, 'second');
select pg_temp.opens(-3, 'second');
select is(pg_temp.role_of(-3), null, 'nobody else becomes one by it');
select results_eq(
  $$
    select m.payload ->> 'text', count(*)
    from outbox.messages as m
    where m.payload ->> 'text' ~ '^owner-'
    group by 1
    order by 1
  $$,
  $$ values ('owner-link-over', 2::bigint), ('owner-made', 1::bigint) $$,
  'each is told what came of it, once'
);

select ops.make_owner_link(billing.gift_code_hash('third'));
select set_config('test.now', '1996-02-01 13:00:01+00', true);
select pg_temp.opens(-1, 'third');
select is(pg_temp.role_of(-1), null, 'after an hour it is over');
select is((select count(*) from app.users as u where u.role = 'owner'), 1::bigint, 'there is one owner');
select is((select count(*) from app.start_links as l where l.code ~ 'second|third'), 0::bigint, 'no code is kept');

select * from finish();
rollback;
