create or replace function app.notify_admins(p_text text, p_args jsonb default '{}') returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  select app.notify(u.id, p_text, p_args, '[[{"text": "button-close", "data": "close"}]]')
  from app.users as u
  where u.is_admin
  order by u.id
$$;
comment on function app.notify_admins(text, jsonb) is 'Sends a notice to everybody who is an admin, see app.notify.';
