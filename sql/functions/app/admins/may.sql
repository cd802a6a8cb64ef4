create or replace function app.may(p_role text, p_permission text) returns boolean
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select p_role = 'owner' or exists (
    select from app.role_permissions as r where r.role = p_role and r.permission = p_permission
  )
$$;
comment on function app.may(text, text) is
  'Whether a role (app.users.role) has a permission (app.permissions). Not true for null, which is a customer.';
