-- The figures are of all recipients, so they are written down before the first of these goes.
create or replace function broadcast.purge(p_limit integer) returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  -- A variable, because PostgreSQL uses no index for a comparison with a volatile function.
  v_before constant timestamptz := app.now() - make_interval(days => app.setting('keep_broadcasts_days')::integer);
  v_count integer;
begin
  update broadcast.broadcasts as b
  set result = coalesce((select jsonb_agg(to_jsonb(f) order by f.variant) from broadcast.figures(b.id) as f), '[]')
  where b.id in (
    select o.id
    from broadcast.broadcasts as o
    where o.ended_at < v_before and o.result is null and o.status in ('finished', 'cancelled', 'deleted')
    order by o.ended_at
    limit 10
  );
  delete from broadcast.recipients as r
  where (r.broadcast_id, r.user_id) in (
    select o.broadcast_id, o.user_id
    from broadcast.broadcasts as b
    join broadcast.recipients as o on o.broadcast_id = b.id
    where b.result is not null and b.status in ('finished', 'cancelled', 'deleted')
    limit p_limit
  );
  get diagnostics v_count = row_count;
  return v_count;
end
$$;
comment on function broadcast.purge(integer) is
  'Deletes at most p_limit recipients of broadcasts that ended longer ago than the setting keep_broadcasts_days, whose figures are kept in broadcast.broadcasts.result. Returns how many.';
