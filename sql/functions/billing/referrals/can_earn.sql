create or replace function billing.can_earn(p_user_id bigint) returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return exists (select from app.telegram_identities as i where i.user_id = p_user_id) and not app.is_blocked(p_user_id);
end
$$;
comment on function billing.can_earn(bigint) is
  'Whether a user gets now what he earns by bringing others: not one who deleted his account or is on the blacklist, nor null.';
