-- Triggers of settings and of flags have a function each: one that reads columns of both by the table's name cannot be
-- checked, because each table has its own.
drop trigger defaults_are_noted on app.settings;
drop trigger defaults_are_noted on app.flags;
drop function app.note_default();
create function app.note_default_value() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  new.default_value := coalesce(new.default_value, new.value);
  return new;
end
$$;
comment on function app.note_default_value() is 'Trigger that takes the first value of a setting for its default.';
create function app.note_default_enabled() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  new.default_enabled := coalesce(new.default_enabled, new.enabled);
  return new;
end
$$;
comment on function app.note_default_enabled() is 'Trigger that takes the first state of a flag for its default.';
create trigger defaults_are_noted before insert on app.settings for each row
execute function app.note_default_value();
create trigger defaults_are_noted before insert on app.flags for each row
execute function app.note_default_enabled();
alter table app.settings enable always trigger defaults_are_noted;
alter table app.flags enable always trigger defaults_are_noted;

-- Besides contradictions, what the changed setting cannot do in this shop.
create or replace function app.check_settings() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  v_wanted text := app.contradicting_settings();
begin
  if v_wanted is null and tg_relid = 'app.settings'::regclass and tg_op = 'UPDATE'
    and to_regprocedure('app.unusable_setting(text, jsonb)') is not null
  then
    v_wanted := app.unusable_setting(to_jsonb(new) ->> 'name', app.setting(to_jsonb(new) ->> 'name'));
  end if;
  if v_wanted is not null then
    raise exception using
      errcode = 'TK063',
      message = format('%s: %s', tg_table_schema || '.' || tg_table_name, v_wanted),
      hint = 'Change what contradicts it in the same transaction.';
  end if;
  return null;
end
$$;
