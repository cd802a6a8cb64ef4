-- One process tells the admins; the others do not repeat it. See outbox._notify_trouble.
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
  'Takes the name of a check and the problem, null when the check is well again. Returns whether the caller must tell the admins because no process has told them yet.';
