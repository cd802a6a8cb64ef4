-- What an owner changes without a deployment is checked and leaves a trace: settings, flags, plans and prices.
-- Pauses and limits of topics do not: they are everyday operation.

alter table app.audit
  alter column subject_id drop not null,
  add column subject_key text,
  add constraint subject_is_named check (num_nonnulls(subject_id, subject_key) = 1);
create index audit_by_subject_key on app.audit (subject, subject_key, id) where subject_key is not null;
comment on column app.audit.subject_key is
  'Of a thing that has a name and no id: a setting, a flag, an alarm.';
comment on column app.audit.actor is
  'user:<id>, admin:<id>, job:<name>, provider:<name>, operator:<role>, owner:<role> or system.';
comment on column app.audit.subject is
  'Kind of the thing changed: user, order, subscription, payment, refund, plan, price, setting, flag, alarm.';

-- While a database is being made, its functions are not there yet, and what is written is the first shop.
create function app.record_owner_change() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  v_before jsonb := to_jsonb(old) - 'updated_at';
  v_after jsonb := to_jsonb(new) - 'updated_at';
  v_row jsonb := coalesce(v_after, v_before);
begin
  if v_before is distinct from v_after and to_regprocedure('app.now()') is not null then
    insert into app.audit (at, actor, action, subject, subject_id, subject_key, before, after)
    values (
      app.now(),
      format('owner:%s', session_user),
      format('%s.%s', tg_argv[0], case tg_op when 'INSERT' then 'added' when 'UPDATE' then 'changed' else 'removed' end),
      tg_argv[0],
      (v_row ->> 'id')::bigint,
      v_row ->> 'name',
      v_before,
      v_after
    );
  end if;
  return null;
end
$$;
comment on function app.record_owner_change() is
  'Trigger that writes the audit of a table that owners change; its argument is what a row is called there.';

create trigger changes_are_audited
  after insert or update or delete on app.settings
  for each row execute function app.record_owner_change('setting');
alter table app.settings enable always trigger changes_are_audited;
create trigger changes_are_audited
  after insert or update or delete on app.flags
  for each row execute function app.record_owner_change('flag');
alter table app.flags enable always trigger changes_are_audited;
create trigger changes_are_audited
  after insert or update or delete on billing.plans
  for each row execute function app.record_owner_change('plan');
alter table billing.plans enable always trigger changes_are_audited;
create trigger changes_are_audited
  after insert or update or delete on billing.prices
  for each row execute function app.record_owner_change('price');
alter table billing.prices enable always trigger changes_are_audited;

create function app.touch() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if to_regprocedure('app.now()') is not null then
    new.updated_at := app.now();
  end if;
  return new;
end
$$;
comment on function app.touch() is 'Trigger that sets updated_at of a row that changes.';

create trigger settings_are_touched
  before update on app.settings
  for each row when (new.value is distinct from old.value) execute function app.touch();
alter table app.settings enable always trigger settings_are_touched;
create trigger flags_are_touched
  before update on app.flags
  for each row when (new.enabled is distinct from old.enabled) execute function app.touch();
alter table app.flags enable always trigger flags_are_touched;

create function app.check_setting() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  v_wanted text;
begin
  if to_regprocedure('app.refused_setting(text, jsonb)') is not null then
    v_wanted := app.refused_setting(new.name, new.value);
  end if;
  if v_wanted is not null then
    raise exception using
      errcode = 'TK063',
      message = format('setting %s cannot be %s', new.name, new.value),
      hint = format('It is %s.', v_wanted);
  end if;
  return new;
end
$$;
comment on function app.check_setting() is
  'Trigger that refuses a value of the wrong type or out of range for a known setting. Raises TK063.';
create trigger settings_are_sound
  before insert or update of value on app.settings
  for each row execute function app.check_setting();
alter table app.settings enable always trigger settings_are_sound;
