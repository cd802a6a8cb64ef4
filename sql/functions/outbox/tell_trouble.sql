-- The name of outbox.notify_trouble in 0.2.0, whose programs may be running still. Goes with the release after 0.3.0.
create or replace function outbox.tell_trouble(p_name text, p_detail text)
returns boolean
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select outbox.notify_trouble(p_name, p_detail)
$$;
comment on function outbox.tell_trouble(text, text) is 'Deprecated, see outbox.notify_trouble.';
