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
comment on view ops.backups is
  'The last backup of the shop in each place (folder, chat), how old its state is, and by how much that exceeds twice the setting backup_hours (late_by; 0 for not), from when on the alarm backups_stopped is raised.';
