-- A row is parked for its own fault, and neighbours that succeeded are the evidence. When all rows fail alike, the
-- fault is ours: the run fails and all rows stay due. When the brake holds, the failed rows stay due as well, and the
-- others are done.
create or replace function jobs.keep_parked(p_job text, p_row_ids bigint[], p_parked integer) returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_sqlstates text[];
  v_error text;
  v_new bigint[];
begin
  if p_parked = 0 then
    return 0;
  end if;
  select
    array_agg(distinct p.sqlstate), min(p.error), array_agg(p.row_id) filter (where p.attempts = 1)
  into v_sqlstates, v_error, v_new
  from jobs.parked as p
  where p.job = p_job and p.row_id = any (p_row_ids) and p.retry_at > app.now();

  if p_parked >= 3 and p_parked = cardinality(p_row_ids) and cardinality(v_sqlstates) = 1 then
    raise exception using
      errcode = v_sqlstates[1],
      message = format('all %s rows fail alike: %s', p_parked, v_error),
      hint = 'No row was parked; all stay due.';
  end if;
  if v_new is not null and not app.within_brake('park', cardinality(v_new)) then
    delete from jobs.parked as p where p.job = p_job and p.row_id = any (v_new);
    return p_parked - cardinality(v_new);
  end if;
  return p_parked;
end
$$;
comment on function jobs.keep_parked(text, bigint[], integer) is
  'To be called when p_parked of the batch p_row_ids were parked. Returns how many stay parked, fewer when the brake park holds. Raises the common error when three or more rows, and all of the batch, failed alike.';
