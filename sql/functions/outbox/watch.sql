-- What a watchdog and /ready ask; see outbox._watch. The admins' chats come with it, so that the process knows whom to
-- tell when the database has gone.
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
  'Returns {checks: [{name, ok, detail, told: the admins have an alarm of that name already}], admins: [{chat_id, locale}], troubles: names that some process has told, silence: seconds for which nobody may call Telegram}.';
