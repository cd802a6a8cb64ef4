create or replace function app.permissions_of(p_role text) returns text[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return array(select p.name from app.permissions as p where app.may(p_role, p.name) order by p.name);
end
$$;
comment on function app.permissions_of(text) is 'Returns what a role may do: names of app.permissions.';
