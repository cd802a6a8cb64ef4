create or replace view ops.backups as
select
  b.place,
  b.taken_at,
  b.ended_at,
  b.bytes,
  app.now() - b.taken_at as age,
  greatest(
    app.now() - b.taken_at - 2 * make_interval(hours => app.setting('backup_hours')::integer), interval '0'
  ) as late_by
from app.backups as b
order by b.taken_at desc, b.place asc;
comment on view ops.backups is 'The last backup of the shop in each place, and how old it is.';
comment on column ops.backups.place is 'folder or chat.';
comment on column ops.backups.taken_at is 'The moment whose state it has, UTC.';
comment on column ops.backups.ended_at is 'When it was complete and had been read back, business time, UTC.';
comment on column ops.backups.bytes is 'Size of its files, encrypted.';
comment on column ops.backups.age is 'How old its state is.';
comment on column ops.backups.late_by is
  'By how much age exceeds twice the setting backup_hours, 0 for not; the alarm backups_stopped is then raised.';
