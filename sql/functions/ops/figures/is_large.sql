-- From the statistics of the table: counting would take as long as what it is to avoid.
create or replace function ops.is_large() returns boolean
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select c.reltuples > 20000 from pg_class as c where c.oid = 'app.users'::regclass
$$;
comment on function ops.is_large() is
  'Returns whether the shop has so many people, about 20,000, that its figures are counted ahead, see ops.figure.';
