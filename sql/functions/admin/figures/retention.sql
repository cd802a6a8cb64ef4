create or replace function admin.retention(p_telegram_id bigint, p_months integer)
returns table (cohort date, people bigint, month integer, stayed bigint)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'figures');
  return query
  select r.cohort, r.people, r.month, r.stayed
  from jsonb_to_recordset(ops.figure('retention', array[p_months::text])) as r (
    cohort date, people bigint, month integer, stayed bigint
  );
end
$$;
comment on function admin.retention(bigint, integer) is
  'Returns ops.retention. Raises TK070 without the permission figures.';
