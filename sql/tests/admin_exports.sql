-- Files that admins ask for: made once, in slices, for who may have them, and kept no longer than needed.
begin;
select plan(44);

\ir fixtures/clock.psql
\set people 3
\ir fixtures/people.psql
update app.users set role = 'owner' where id = pg_temp.who(1);
update app.users set role = 'support' where id = pg_temp.who(2);
update app.settings set value = '"UTC"' where name = 'timezone';
create function pg_temp.ask(p_request text, p_what text default 'customers', p_reason text default 'a letter')
returns text
language sql
as $$
  select admin.request_export(
    -1, p_what, case when p_what in ('payments', 'ledger') then '1996-02-01'::date end,
    case when p_what in ('payments', 'ledger') then '1996-03-01'::date end, 'ru', p_reason, p_request::uuid
  )
$$;
create temporary view it as select e.* from app.exports as e order by e.id desc limit 1;
create temporary view waiting as
select m.lane, m.payload from outbox.messages as m join it on (m.payload ->> 'export')::bigint = it.id
where m.kind = 'app.export' order by m.id;
create function pg_temp.prepared(p_file integer default 1) returns jsonb
language sql
as $$
  select app.prepare_export(w.lane, w.payload) from waiting as w where (w.payload ->> 'file')::integer = p_file
$$;

-- Who may
select throws_ok(
  $$select admin.request_export(-2, 'customers', null, null, 'en', 'why not', gen_random_uuid())$$, 'TK070', null,
  'who lacks the permission asks in vain'
);
select throws_ok(
  $$select pg_temp.ask('00000000-0000-4000-8000-000000000001', p_reason => ' ')$$, 'TK061', null,
  'so does who says no reason'
);
select throws_ok(
  $$select admin.request_export(-1, 'payments', null, null, 'en', 'why', gen_random_uuid())$$, '23514', null,
  'payments are of some days'
);

-- A small shop
select is(pg_temp.ask('00000000-0000-4000-8000-000000000001'), 'asked', 'a file is asked for');
select is(pg_temp.ask('00000000-0000-4000-8000-000000000001'), 'asked', 'a repeated request is the same one');
select is((select count(*) from app.exports where user_id = pg_temp.who(1)), 1::bigint, 'indeed');
select results_eq(
  'select rows >= 3, files, made_at is not null from it', 'values (true, 1, true)', 'it is made at once'
);
select results_eq(
  $$select a.action, a.actor, a.reason from app.audit as a where a.action ~ '^export' order by a.id desc limit 2$$,
  format($$values ('export.made'::text, 'admin:%1$s'::text, 'a letter'::text),
    ('export.asked', 'admin:%1$s', 'a letter')$$,
    pg_temp.who(1)),
  'who was given what is recorded'
);
select is((select count(*) from waiting), 1::bigint, 'one file waits to be sent');
select is(pg_temp.prepared() ->> 'name', 'customers-1996-02-01', 'it has a name');
select is(pg_temp.prepared() ->> 'locale', 'ru', 'and is written in the way of the admin');
select is(
  (
    select outbox.export_slice(it.id, (pg_temp.prepared() #>> '{slices,0}')::integer) ->> 0 ~ '^{"user_id":.*"left_at":'
    from it
  ), true, 'columns come in their order'
);
select is(
  (
    select (outbox.export_slice(it.id, 0) -> 0)::jsonb - '{telegram_id,username,first_name}'::text[] from it
  ),
  (select s.rows::jsonb -> 0 from app.export_slices as s join it on it.id = s.export_id),
  'none is lost'
);
select results_eq(
  $$select (r.line ->> 'user_id')::bigint, (r.line ->> 'telegram_id')::bigint
    from it, json_array_elements(outbox.export_slice(it.id, 0)) as r (line)
    join people as p on p.id = (r.line ->> 'user_id')::bigint
    order by 1$$,
  'select p.id, p.telegram_id::bigint from people as p order by p.id', 'each has his names'
);
select is_empty(
  $$select from app.export_slices as s join it on it.id = s.export_id, json_array_elements(s.rows) as r (line)
    where r.line -> 'telegram_id' is not null$$,
  'which are not in the rows that wait'
);
update app.users set role = 'support' where id = pg_temp.who(1);
select is(pg_temp.prepared(), null, 'who may not have it any more does not get it');
update app.users set role = 'owner' where id = pg_temp.who(1);
select app.export_sent(w.lane, w.payload, '{}') from waiting as w;
select results_eq('select sent from it', 'values (1)', 'it is sent');
select is_empty('select from app.export_slices as s join it on it.id = s.export_id', 'then its rows are gone');
select is(pg_temp.prepared(), null, 'and it is not sent again');

-- Nothing to tell
select is(pg_temp.ask('00000000-0000-4000-8000-000000000002', 'payments'), 'asked', 'a month without payments');
select results_eq(
  'select made_at from it', 'values (null::timestamptz)', 'books and payments may be long in a small shop, too'
);
select is((jobs.make_exports(1)).done, 1, 'and so the job makes them');
select is(pg_temp.prepared() #>> '{args,rows}', '0', 'is told in a message');

-- A large shop
update pg_class set reltuples = 100000 where oid = 'app.users'::regclass;
select is(pg_temp.ask('00000000-0000-4000-8000-000000000003'), 'asked', 'in a large shop');
select results_eq('select made_at from it', 'values (null::timestamptz)', 'it takes its time');
select is((jobs.make_exports(1)).done, 1, 'until the job has made it');
select is((jobs.make_exports(1)).more, false, 'once');

-- One that takes too long, or is stopped
create function pg_temp.stop() returns trigger
language plpgsql
as $$
begin
  raise query_canceled using message = 'too slow';
end
$$;
create trigger stop before insert on app.export_slices for each statement execute function pg_temp.stop();
select is(pg_temp.ask('00000000-0000-4000-8000-000000000004'), 'asked', 'one that takes too long');
select results_eq(
  'select j.done, j.parked, j.more from jobs.make_exports(1) as j', 'values (0, 1, true)', 'is given up'
);
select results_eq('select error from it', $$values ('too slow')$$, 'with the reason');
drop trigger stop on app.export_slices;
select is(pg_temp.ask('00000000-0000-4000-8000-000000000005'), 'asked', 'so that the next one');
select is((jobs.make_exports(1)).done, 1, 'has its turn');

-- Many rows are several files
insert into app.export_slices (export_id, number, rows)
select it.id, n, '[]' from it cross join generate_series(1, 119) as n;
select is(
  jsonb_array_length(app.prepare_export('-1', jsonb_build_object('export', it.id, 'file', f.n)) -> 'slices'), f.size,
  format('file %s has its own slices', f.n)
) from it cross join (values (1, 50), (3, 20)) as f (n, size);
select app.export_sent('-1', jsonb_build_object('export', it.id, 'file', 2), '{}') from it;
select is(
  app.prepare_export('-1', jsonb_build_object('export', it.id, 'file', 2)), null,
  'a file without its own slices is not sent, though others wait'
) from it;
create temporary view third as
select it.id, jsonb_build_object('export', it.id, 'user_id', it.user_id, 'file', 3) as payload from it;
create temporary view left_of_third as
select count(*) as slices from app.export_slices as s join third as t on t.id = s.export_id where s.number >= 100;
select app.export_dead('-1', payload, 'rejected', 'no such method') from third;
select results_eq('select error, sent from it', $$values ('no such method', 2)$$, 'one that is refused is given up');
select results_eq('select slices from left_of_third', 'values (20::bigint)', 'but its rows are kept');
select app.export_dead('-1', payload, 'revived', 'no such method') from third;
select results_eq(
  'select error, sent from it', 'values (null::text, 1)', 'because the fault may be ours, and then it is sent again'
);
select is(
  (select jsonb_array_length(app.prepare_export('-1', t.payload) -> 'slices') from third as t), 20, 'with all its rows'
);
update app.exports as e set error = 'of another file' from third as t where e.id = t.id;
select app.export_dead('-1', payload, 'revived', 'no such method') from third;
select results_eq('select error from it', $$values ('of another file')$$, 'what another file suffers from stays');
select app.export_dead(
  '-1', jsonb_build_object('export', id, 'user_id', user_id, 'file', 3), 'attempts', 'too slow'
) from it;
select isnt_empty(
  $$select from outbox.messages as m where m.lane = '-1' and m.payload ->> 'text' = 'admin-export-failed'$$,
  'of one that cannot be sent the admin hears'
);
select results_eq('select slices from left_of_third', 'values (0::bigint)', 'and its rows are gone');
select set_config('test.now', (app.now() + interval '25 hours')::text, true);
select app.purge_exports(1000);
select is_empty('select from app.export_slices as s join it on it.id = s.export_id', 'rows are kept for a day');
select set_config('test.now', (app.now() + interval '30 days')::text, true);
select app.purge_exports(1000);
select is_empty('select from app.exports as e join people as p on p.id = e.user_id', 'and all else for a month');

select * from finish();
rollback;
