create or replace function ops.unpark(p_job text, p_row_id bigint) returns boolean
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  with unparked as (
    delete from jobs.parked as p
    where p.job = p_job and p.row_id = p_row_id
    returning p.row_id
  )
  select exists (select from unparked)
$$;
comment on function ops.unpark(text, bigint) is
  'Lets a job try a parked row again at its next run. False when the row is not parked.';
