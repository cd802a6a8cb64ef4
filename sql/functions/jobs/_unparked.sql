-- A claim does not see what another runner has parked since the claim's snapshot was taken; and parking leaves the
-- row itself as it is, so that locking it tells nothing. Asked again once the row is locked, it is seen.
create or replace function jobs._unparked(p_job text, p_row_ids bigint[]) returns bigint[]
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select array_agg(r.id order by r.position)
  from unnest(p_row_ids) with ordinality as r (id, position)
  where not exists (select from jobs.parked as p where p.job = p_job and p.row_id = r.id)
$$;
comment on function jobs._unparked(text, bigint[]) is
  'Those of p_row_ids, which the caller has locked, that the job did not park; null for none. To be called in a statement after the one that locks.';
