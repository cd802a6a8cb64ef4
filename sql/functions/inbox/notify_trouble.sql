-- One process tells the admins, the others leave it to that one; see outbox._notify_trouble.
create or replace function inbox.notify_trouble(p_name text, p_detail text)
returns boolean
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select outbox._notify_trouble('bot', p_name, p_detail)
$$;
comment on function inbox.notify_trouble(text, text) is
  'Takes a check and what is wrong with it, null when it is well again. Returns whether the caller is to tell the admins: nobody has yet.';
