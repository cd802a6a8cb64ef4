-- Admins have roles, and roles have permissions: rows, checked by every function of schema admin, so that what
-- somebody may do does not depend on which buttons he sees. An owner may do everything. Who was an admin is an owner.

create schema admin;
comment on schema admin is
  'What the bot may call for admins: each function takes who asks, and refuses who may not (TK070).';

create table app.permissions (
  name text primary key,
  description text not null
);
comment on table app.permissions is 'What admins may do. The owner has them all; see app.role_permissions for the others.';
select migrate.classify('app.permissions', 'open', 'name', 'description');

create table app.role_permissions (
  id bigint generated always as identity primary key,
  role text not null constraint role_is_given_permissions check (role in ('manager', 'support')),
  permission text not null references app.permissions,
  unique (permission, role)
);
comment on table app.role_permissions is
  'Which roles, besides the owner, may do what. Rows may be added and deleted; a change holds from the next tap on.';
select migrate.classify('app.role_permissions', 'open', 'id', 'role', 'permission');
create trigger changes_are_audited
  after insert or update or delete on app.role_permissions
  for each row execute function app.record_owner_change('role_permission');
alter table app.role_permissions enable always trigger changes_are_audited;

insert into app.permissions (name, description) values
  ('customers', 'Finding customers, and seeing their money, history, notices, access and devices.'),
  ('time', 'Giving days, moving an end, auto-renewal.'),
  ('refunds', 'Refunds, and sending money back to its source.'),
  ('money', 'Crediting and debiting balances, reversing charges, suspense.'),
  ('keys', 'New keys for one customer, and his devices.'),
  ('blocking', 'Ending subscriptions, the blacklist, forgetting people.'),
  ('tickets', 'Reading and answering what customers write to support.'),
  ('withdrawals', 'Approving, refusing and settling withdrawals.'),
  ('promo', 'Promo codes and discounts.'),
  ('catalog', 'Plans and prices.'),
  ('panels', 'Panels, placement, and new keys for everybody.'),
  ('queues', 'What is stuck: deliveries, dead letters, parked rows, brakes, jobs.'),
  ('settings', 'Settings, flags, notice rules, payment providers and the texts of the shop.'),
  ('incidents', 'Telling everybody that something is wrong.'),
  ('broadcasts', 'Writing to many at once.'),
  ('figures', 'Revenue, customers, conversion, growth.'),
  ('exports', 'Files with payments and customers.'),
  ('audit', 'Who changed what.'),
  ('alarms', 'Being told when something needs a person.'),
  ('admins', 'Making and removing admins.');
insert into app.role_permissions (role, permission)
select 'manager', p.name from app.permissions as p where p.name not in ('settings', 'panels', 'admins')
union all
select 'support', p.name from app.permissions as p where p.name in ('customers', 'time', 'keys', 'tickets');

-- Changes that an admin makes in the bot are recorded under his name, also by triggers.
create or replace function app.record_owner_change() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  v_before jsonb := to_jsonb(old) - 'updated_at';
  v_after jsonb := to_jsonb(new) - 'updated_at';
  v_row jsonb := coalesce(v_after, v_before);
  v_actor text := format('owner:%s', session_user);
begin
  if current_setting('tickover.admin', true) <> '' then
    v_actor := app.actor();
  end if;
  if v_before is distinct from v_after and to_regprocedure('app.now()') is not null then
    insert into app.audit (at, actor, action, subject, subject_id, subject_key, before, after, reason)
    values (
      app.now(),
      v_actor,
      format('%s.%s', tg_argv[0], case tg_op when 'INSERT' then 'added' when 'UPDATE' then 'changed' else 'removed' end),
      tg_argv[0],
      (v_row ->> 'id')::bigint,
      v_row ->> 'name',
      v_before,
      v_after,
      nullif(current_setting('tickover.reason', true), '')
    );
  end if;
  return null;
end
$$;

alter table app.users add column role text constraint role_is_known check (role in ('owner', 'manager', 'support'));
comment on column app.users.role is 'What an admin may do, see app.permissions; null for customers.';
select migrate.classify('app.users', 'open', 'role');
drop trigger admins_are_audited on app.users;
-- Who was forgotten meanwhile is nobody's admin.
update app.users as u set role = 'owner'
where u.is_admin and exists (select from app.telegram_identities as i where i.user_id = u.id);
drop index app.users_who_are_admins;
alter table app.users drop column is_admin;
delete from migrate.columns where relation = 'app.users'::regclass and name = 'is_admin';
create index users_with_a_role on app.users (id) where role is not null;

drop function app.record_admin();
create function app.record_role() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  v_actor text := format('owner:%s', session_user);
begin
  if current_setting('tickover.admin', true) <> '' then
    v_actor := app.actor();
  end if;
  insert into app.audit (at, actor, action, subject, subject_id, before, after, reason)
  values (
    app.now(),
    v_actor,
    case when old.role is null then 'admin.made' when new.role is null then 'admin.removed' else 'admin.changed' end,
    'user',
    new.id,
    jsonb_build_object('role', old.role),
    jsonb_build_object('role', new.role),
    nullif(current_setting('tickover.reason', true), '')
  );
  return null;
end
$$;
comment on function app.record_role() is 'Trigger that writes the audit of who becomes an admin, and who is one no more.';
create trigger roles_are_audited
  after update of role on app.users
  for each row when (new.role is distinct from old.role) execute function app.record_role();
alter table app.users enable always trigger roles_are_audited;
