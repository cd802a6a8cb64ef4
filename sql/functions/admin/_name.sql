create or replace function admin._name(p_actor text) returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select coalesce('@' || i.username, i.first_name)
    from app.telegram_identities as i
    where i.user_id = substring(p_actor from '^(?:admin|user):(\d{1,18})$')::bigint
  );
end
$$;
comment on function admin._name(text) is
  'Returns the name of the person who acted, as app.audit names him (admin:<id> or user:<id>); null for anybody else, and for a person who was erased.';
