create or replace function app.notify_admins(p_text text, p_args jsonb default '{}') returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  select app.notify_all(app.notices_to_admins(p_text, p_args))
$$;
comment on function app.notify_admins(text, jsonb) is 'Sends a notice to every admin, see app.notify_all.';
