create or replace function vpn.foreign_names() returns table (access_id bigint, error text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select t.access_id, t.error from vpn.taken_names as t;
end
$$;
comment on function vpn.foreign_names() is
  'Returns vpn.taken_names.';
