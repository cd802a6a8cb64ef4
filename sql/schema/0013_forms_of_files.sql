-- A program can tell a newer function from an older one when the database remembers every form of a file that it
-- has had: one that it never had is still to come. By a trigger, so that the runner need not know.

create table migrate.forms (
  path text not null,
  checksum text not null,
  applied_at timestamptz not null default clock_timestamp(),
  primary key (path, checksum)
);
comment on table migrate.forms is 'Every form that a repeatable file was ever applied in; migrate.repeatables has the last one.';
comment on column migrate.forms.checksum is 'SHA-256 of the file.';
comment on column migrate.forms.applied_at is 'When it was applied first; the machine''s time, UTC.';

create function migrate.remember_form() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into migrate.forms (path, checksum) values (new.path, new.checksum) on conflict do nothing;
  return null;
end
$$;
comment on function migrate.remember_form() is 'Trigger that keeps each form of a repeatable file in migrate.forms.';

insert into migrate.forms (path, checksum)
select r.path, r.checksum
from migrate.repeatables as r;
create trigger remember_form
  after insert or update on migrate.repeatables
  for each row execute function migrate.remember_form();
