-- Which zones there are says the system's tzdata, and an upgrade of the system may take names away (Europe/Kiev, which
-- Debian 13 and Ubuntu 24.04 have in tzdata-legacy only). A check of the table read it whenever a row was written, so
-- nothing of such a person could be changed, and no backup with one be restored there. So it is asked for a zone that
-- is chosen, and for no other; app.known_zone says what holds meanwhile.
alter table app.users drop constraint timezone_is_known;
alter table app.users add constraint timezone_is_a_name check (
  timezone ~ '^(UTC|GMT|Etc/GMT[+-]\d{1,2}|[A-Z][A-Za-z_]+(/[A-Z][A-Za-z_-]+){1,2})$'
);

create function app.check_zone() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  perform '2000-01-01 00:00:00+00'::timestamptz at time zone new.timezone;
  return new;
end
$$;
comment on function app.check_zone() is 'Trigger: raises 22023 for a zone that PostgreSQL does not know.';
create trigger zone_is_known
  before insert or update of timezone on app.users
  for each row
  when (new.timezone <> 'UTC')
  execute function app.check_zone();
alter table app.users enable always trigger zone_is_known;
