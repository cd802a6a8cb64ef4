create or replace function jobs.batch_size(p_job text) returns integer
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return (select j.batch_size from jobs.jobs as j where j.name = p_job);
end
$$;
comment on function jobs.batch_size(text) is 'Returns the rows per batch of a job; null for an unknown one.';
