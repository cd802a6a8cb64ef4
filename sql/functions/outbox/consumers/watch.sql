-- For watchdogs and /ready; see outbox._watch. The result includes the admins' chats, so that a process knows whom to
-- tell when the database is gone.
create or replace function outbox.watch()
returns json
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select outbox._watched()
$$;
comment on function outbox.watch() is
  'Returns {checks: [{name, ok, detail, told: whether an alarm of that name has been raised}], admins: [{chat_id, locale, quiet: whether it is night for him}], troubles: names of troubles that a process has told the admins, silence: seconds for which nobody may call Telegram}.';
