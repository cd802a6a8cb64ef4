-- Backups that stop are noticed after twice the time that may pass between two.
begin;
select plan(18);

\ir fixtures/clock.psql
delete from app.backups;
delete from jobs.alarms;
create function pg_temp.told() returns text
language sql
as $$ select t.detail from jobs._troubles() as t where t.name = 'backups_stopped' $$;

select is(pg_temp.told(), null, 'a shop that never made one is told so by the doctor');
select ops.note_backup('folder', app.now(), 1000);
select pg_temp.goes_on('48 hours');
select is(pg_temp.told(), null, 'two days without one may be a night that failed');
select is((select b.late_by from ops.backups as b), interval '0', 'it is not late');
select pg_temp.goes_on('1 minute');
select is(pg_temp.told(), 'the last one in the folder is of 1996-02-01 12:00 UTC', 'then they have stopped');
select is((select b.late_by from ops.backups as b), interval '1 minute', 'it is late');
select is(
  (select m.value from ops.metrics as m where m.name = 'tickover_backup_late_seconds'),
  60::double precision, 'which Prometheus is told'
);
select jobs.watch_jobs(1);
select is(
  (select (jobs.kind_of_alarm(a.name)).severity from jobs.alarms as a where a.name = 'backups_stopped'), 'morning',
  'the alarm can wait for the morning'
);

select ops.note_backup('chat', app.now(), 1000);
select is(
  pg_temp.told(), 'the last one in the folder is of 1996-02-01 12:00 UTC', 'a backup elsewhere is not one in the folder'
);
select ops.set_backup_places('{chat}');
select is(pg_temp.told(), null, 'a folder that was given up is not missed');
select is((select array_agg(b.place) from app.backups as b), array['chat'], 'nor known any more');
select jobs.watch_jobs(1);
select is_empty($$select from jobs.alarms where name = 'backups_stopped'$$, 'and the alarm is over');

select ops.set_setting('backup_hours', '168', 'weekly is enough');
select pg_temp.goes_on('13 days');
select is(pg_temp.told(), null, 'who backs up weekly has two weeks');
select pg_temp.goes_on('1 day 1 second');
select ok(pg_temp.told() is not null, 'and no more');
select ops.note_backup('chat', app.now(), 1000);
select is(pg_temp.told(), null, 'the next backup ends it');

-- A clock that was once ahead
select ops.note_backup('chat', app.now() + interval '1 year', 1000);
select is((select b.age from ops.backups as b), interval '0', 'no backup is of a time to come');
update app.backups set taken_at = app.now() + interval '1 year', ended_at = app.now() + interval '1 year';
select ops.note_backup('chat', app.now(), 2000);
select is((select b.bytes from ops.backups as b), 2000::bigint, 'one that says so is replaced by the next');
select ops.note_backup('chat', app.now() - interval '1 hour', 3000);
select is((select b.bytes from ops.backups as b), 2000::bigint, 'an older one changes nothing');

select pg_temp.goes_on('15 days');
select ops.set_backup_places('{}');
select is(pg_temp.told(), null, 'who backs up by other means says so once');

select * from finish();
rollback;
