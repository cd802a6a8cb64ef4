create or replace view ops.backups as
select b.place, b.taken_at, b.ended_at, b.bytes, app.now() - b.taken_at as age
from app.backups as b
order by b.taken_at desc, b.place asc;
comment on view ops.backups is 'The last backup of the shop in each place (folder, chat), and how old its state is.';
