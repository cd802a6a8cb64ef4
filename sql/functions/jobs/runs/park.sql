create or replace function jobs.park(
  p_job text,
  p_row_id bigint,
  p_version bigint,
  p_sqlstate text,
  p_error text
) returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  insert into jobs.parked as p (job, row_id, version, sqlstate, error, retry_at)
  values (p_job, p_row_id, p_version, p_sqlstate, p_error, app.now() + interval '1 hour')
  on conflict (job, row_id) do update
  set
    version = excluded.version,
    sqlstate = excluded.sqlstate,
    error = excluded.error,
    attempts = case when p.version = excluded.version then p.attempts + 1 else 1 end,
    retry_at = excluded.retry_at,
    parked_at = default
$$;
comment on function jobs.park(text, bigint, bigint, text, text) is
  'Sets a failed row aside for an hour of business time, or until its version changes.';
