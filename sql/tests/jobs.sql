-- Registry, run records and what an operator sees of them.
begin;
select plan(21);

select lives_ok(
  $$select jobs.register('sample', '*/5 * * * *', 50, 'A job of this test.', 'expiry', 10)$$,
  'a job can be registered'
);
update jobs.jobs set enabled = false where name = 'sample';
select jobs.register('sample', '1 * * * *', 51, 'A job of this test, changed.', 'expiry', 20);
select results_eq(
  $$select schedule, position, batch_size, enabled from jobs.jobs where name = 'sample'$$,
  $$values ('1 * * * *'::text, 51, 20, false)$$,
  'registering again changes the job and keeps the operator''s switch'
);
select ok(
  not exists (select from jobs.schedules() where name = 'sample'),
  'a disabled job is not scheduled'
);
update jobs.jobs set enabled = true where name = 'sample';
select ok(
  not exists (select from jobs.schedules() where name = 'sample'),
  'a job without its step function is not scheduled'
);
select ok(
  exists (select from jobs.schedules() where name = 'expire_due'),
  'a complete job is scheduled'
);

select is_empty(
  $$select s.name from jobs.schedules() as s where s.name like 'expire\_due#_' and s.name <> 'expire_due#2'$$,
  'as often as it has runners'
);
update jobs.jobs set runners = 3 where name = 'expire_due';
select results_eq(
  $$select name, schedule, command from jobs.schedules() where name like 'expire\_due%' order by name$$,
  $$values
    ('expire_due', '* * * * *', 'call jobs.work(''expire_due'')'),
    ('expire_due#2', '* * * * *', 'call jobs.work(''expire_due'')'),
    ('expire_due#3', '* * * * *', 'call jobs.work(''expire_due'')')$$,
  'each runner is a schedule of its own with the same command'
);

select throws_ok($$select jobs.start_run('nobody')$$, 'TK040', null, 'an unknown job is an error');

select is(jobs.batch_size('sample'), 20, 'the batch size is the registered one');

create temporary table started as select jobs.start_run('sample') as id;
select is(
  (select status from jobs.run where id = (select s.id from started as s)), 'running', 'a run starts as running'
);
select jobs.record_batch((select s.id from started as s), (3, 1, true)::jobs.step);
select jobs.record_batch((select s.id from started as s), (2, 0, false)::jobs.step);
select jobs.finish_run((select s.id from started as s));
select results_eq(
  $$select status, batches, done, parked, error from jobs.run where id = (select s.id from started as s)$$,
  $$values ('ok'::text, 2, 5, 1, null::text)$$,
  'a run adds its batches up'
);
select results_eq(
  $$select state, done, parked, runs_24h, failures_24h from ops.jobs where name = 'sample'$$,
  $$values ('ok'::text, 5::bigint, 1::bigint, 1::bigint, 0::bigint)$$,
  'ops.jobs shows the last run'
);

-- Two runners
update jobs.jobs set runners = 2 where name = 'sample';
create temporary table runners as select n, jobs.start_run('sample') as run from generate_series(1, 2) as n;
select results_eq(
  $$select state from ops.jobs where name = 'sample'$$, array['running'], 'two runs of a job may go on at the same time'
);
select jobs.record_batch(r.run, (10 * r.n, 0, false)::jobs.step) from runners as r;
select jobs.finish_run(r.run, case r.n when 1 then 'XX000: broken' end) from runners as r order by r.n;
select results_eq(
  $$select state, done, last_error from ops.jobs where name = 'sample'$$,
  $$values ('failed'::text, 30::bigint, 'XX000: broken'::text)$$,
  'ops.jobs shows them as one, and what one of them failed at'
);
select is(
  (select count(*) from jobs.run where job = 'sample' and status = 'running'), 0::bigint, 'each is closed by itself'
);

update app.flags set enabled = false where name = 'expiry';
select is(jobs.start_run('sample'), null, 'a job whose flag is off does not start');
select is(
  (select r.status from jobs.run as r where r.job = 'sample' order by r.id desc limit 1),
  'skipped',
  'and the skip is recorded'
);

insert into jobs.parked (job, row_id, sqlstate, error, parked_at)
values ('sample', 7, 'P0001', 'broken', clock_timestamp());
select is((select error from ops.parked where job = 'sample'), 'broken', 'ops.parked shows the row');
select ok(ops.unpark('sample', 7), 'a parked row can be let go');
select ok(not ops.unpark('sample', 7), 'once');

select results_eq(
  $$select s.state from unnest(array[
      '0A000', '25006', '40P01', '42703', '42883', '53100', '55P03', '57P01', '58030', 'XX000', 'TK011', 'TK020',
      'TK021', 'TK033', '22012', '23514', 'P0001', 'TK002', 'TK032'
    ]) with ordinality as s (state, place)
    where jobs.is_fault_of_row(s.state) order by s.place$$,
  $$values ('22012'), ('23514'), ('P0001'), ('TK002'), ('TK032')$$,
  'a row is parked for what it is alone, and never for what is wrong with the system'
);

select * from finish();
rollback;
