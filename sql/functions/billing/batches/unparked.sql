-- A claim does not see rows that another runner has parked since the claim's snapshot; and parking does not change
-- the row itself, so locking it reveals nothing. A second check, after the row is locked, sees it.
create or replace function billing.unparked(p_job text, p_subscription_ids bigint[]) returns bigint[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select array_agg(r.id order by r.position)
    from unnest(p_subscription_ids) with ordinality as r (id, position)
    where not exists (
      select
      from jobs.parked as p
      join billing.subscriptions as s on s.id = p.row_id
      where p.job = p_job and p.row_id = r.id and p.version = s.period_number and p.retry_at > app.now()
    )
  );
end
$$;
comment on function billing.unparked(text, bigint[]) is
  'Returns those of these subscriptions, which the caller has locked, that are not parked; null for none. To be called in a statement after the one that locks.';
