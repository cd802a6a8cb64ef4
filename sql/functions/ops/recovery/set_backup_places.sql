-- A place that was given up gets no backup any more, which is no trouble.
create or replace function ops.set_backup_places(p_places text[]) returns void
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  delete from app.backups as b where not b.place = any (p_places)
$$;
comment on function ops.set_backup_places(text[]) is
  'Says where backups are made from now on (folder, chat): the last backup in any other place is forgotten, and not missed. Called by each backup; with an empty array where backups are made by other means from now on.';
