create or replace function app.notices_to_admins(p_text text, p_args jsonb default '{}') returns jsonb[]
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select array_agg(
    app.notice(u.id, p_text, p_args, '[[{"text": "button-close", "data": "close"}]]') order by u.id
  )
  from app.users as u
  where u.role is not null and app.may(u.role, 'alarms')
$$;
comment on function app.notices_to_admins(text, jsonb) is
  'Returns the notice p_text for each admin with the permission alarms, see app.notice; null when there are no admins.';
