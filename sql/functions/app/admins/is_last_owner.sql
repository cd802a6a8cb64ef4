create or replace function app.is_last_owner(p_user_id bigint) returns boolean
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select exists (select from app.users as u where u.id = p_user_id and u.role = 'owner') and not exists (
    select
    from app.users as u
    join app.telegram_identities as i on i.user_id = u.id
    where u.role = 'owner' and u.id <> p_user_id
  )
$$;
comment on function app.is_last_owner(bigint) is
  'Whether a user is the only owner who can be asked. Who acts on the answer holds the lock of app.lock_roles.';
