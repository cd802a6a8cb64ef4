-- A size means little without an earlier one. At night, once a day; PostgreSQL keeps no history of its own.
create or replace function jobs.measure_tables(p_limit integer) returns jobs.step
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_today constant timestamptz := date_trunc('day', clock_timestamp(), 'UTC');
  v_done integer;
  v_deleted integer;
begin
  insert into jobs.table_sizes as t (relation, day, rows, bytes)
  select s.name::name, v_today, s.rows, s.bytes
  from ops.tables as s
  on conflict (relation, day) do update set rows = excluded.rows, bytes = excluded.bytes;
  get diagnostics v_done = row_count;
  delete from jobs.table_sizes
  where ctid in (
    select t.ctid from jobs.table_sizes as t where t.day < v_today - interval '400 days' limit p_limit
  );
  get diagnostics v_deleted = row_count;
  return (v_done, 0, v_deleted >= p_limit);
end
$$;
comment on function jobs.measure_tables(integer) is
  'Step of the job measure_tables: notes in jobs.table_sizes how large each table is today, and deletes what is older than 400 days, at most p_limit rows at a time.';

select jobs.register(
  p_name => 'measure_tables',
  p_schedule => '53 3 * * *',
  p_position => 82,
  p_description => 'Notes how large each table is, so that ops.tables can say how fast they grow.'
);
