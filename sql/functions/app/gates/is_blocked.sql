create or replace function app.is_blocked(p_user_id bigint) returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return exists (
    select
    from app.telegram_identities as i
    join app.blocked as b on b.telegram_id = i.telegram_id
    where i.user_id = p_user_id
  );
end
$$;
comment on function app.is_blocked(bigint) is 'Whether a user is on the blacklist (app.blocked): nothing is sold to him.';
