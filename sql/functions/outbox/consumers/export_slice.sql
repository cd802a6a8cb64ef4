create or replace function outbox.export_slice(p_export bigint, p_number integer) returns json
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select case when e.what = 'customers' then app.with_names(s.rows) else s.rows end
  from app.export_slices as s
  join app.exports as e on e.id = s.export_id
  where s.export_id = p_export and s.number = p_number
$$;
comment on function outbox.export_slice(bigint, integer) is
  'Returns the rows of a slice of a file that an admin asked for (app.export_slices), with names for rows of customers; null if it is gone.';
