-- An operator could also set the name of an admin, so the function does not ask for a name.
create or replace function app.actor() returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select case
    when nullif(current_setting('tickover.admin', true), '') is not null
      and (r.rolsuper or not pg_has_role(r.oid, 'tickover_operator', 'member'))
      then format('admin:%s', current_setting('tickover.admin', true))
    else format('operator:%s', session_user)
  end
  from pg_roles as r
  where r.rolname = session_user
$$;
comment on function app.actor() is
  'Returns who acts by hand, as app.audit names him: admin:<user id> in a function of schema admin (app.act_as_admin), else operator:<database role>.';
