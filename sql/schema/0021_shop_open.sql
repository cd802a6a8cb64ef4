-- A copy of a database must not act: its jobs would end what was paid since, its messages would go to people a second
-- time. So the shop is open in one database, which is named by what no dump and no copy carries over: the identifier of
-- the server and the oid of the database. Elsewhere it is held until somebody opens it there.

create table app.home (
  one_row boolean primary key default true constraint only_one_row check (one_row),
  system_identifier bigint not null,
  database oid not null,
  held_reason text constraint held_reason_is_not_empty check (held_reason <> ''),
  changed_at timestamptz not null
);
comment on table app.home is
  'The database where the shop is open: one row, none where it was never opened. Differs from where it stands after a restore, in a copy and on a logical replica.';
comment on column app.home.system_identifier is 'Of the server, see pg_control_system(); a standby that takes over has the same.';
comment on column app.home.database is 'The oid in pg_database, which a new database gets anew, also under an old name.';
comment on column app.home.held_reason is 'Why an operator holds the shop here; null when it is open.';
comment on column app.home.changed_at is 'When it was opened or held last; business time, UTC.';

-- Where this file is applied the shop is open: a new one, or one that was open before.
insert into app.home (system_identifier, database, changed_at)
select s.system_identifier, d.oid, pg_catalog.now()
from pg_catalog.pg_control_system() as s
cross join pg_catalog.pg_database as d
where d.datname = pg_catalog.current_database();

-- Who may see the admin's side, and where keys are made, leaves a trace.
create trigger changes_are_audited
  after insert or update or delete on vpn.panels
  for each row execute function app.record_owner_change('panel');
alter table vpn.panels enable always trigger changes_are_audited;

create function app.record_admin() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into app.audit (at, actor, action, subject, subject_id, before, after)
  values (
    app.now(),
    format('owner:%s', session_user),
    case when new.is_admin then 'admin.made' else 'admin.removed' end,
    'user',
    new.id,
    jsonb_build_object('is_admin', not new.is_admin),
    jsonb_build_object('is_admin', new.is_admin)
  );
  return null;
end
$$;
comment on function app.record_admin() is 'Trigger that writes the audit of who becomes an admin, and who is one no more.';
create trigger admins_are_audited
  after update of is_admin on app.users
  for each row when (new.is_admin is distinct from old.is_admin) execute function app.record_admin();
alter table app.users enable always trigger admins_are_audited;

comment on column app.audit.subject is
  'Kind of the thing changed: user, order, subscription, payment, refund, plan, price, panel, setting, flag, brake, alarm, shop.';

-- A name that PostgreSQL and Python both know: no abbreviation and no rule such as MSK-3. A typo would have made the
-- person's chat dead; who has one is shown UTC from here on.
do $$
declare
  v_zone text;
begin
  for v_zone in select distinct u.timezone from app.users as u loop
    begin
      perform '2000-01-01 00:00:00+00'::timestamptz at time zone v_zone;
      continue when v_zone ~ '^(UTC|GMT|Etc/GMT[+-]\d{1,2}|[A-Z][A-Za-z_]+(/[A-Z][A-Za-z_-]+){1,2})$';
    exception when invalid_parameter_value then
      null;
    end;
    update app.users set timezone = 'UTC' where timezone = v_zone;
  end loop;
end
$$;
alter table app.users add constraint timezone_is_known check (
  timezone ~ '^(UTC|GMT|Etc/GMT[+-]\d{1,2}|[A-Z][A-Za-z_]+(/[A-Z][A-Za-z_-]+){1,2})$'
  and ('2000-01-01 00:00:00+00'::timestamptz at time zone timezone) is not null
);
