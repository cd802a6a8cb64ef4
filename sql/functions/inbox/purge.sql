-- Processed updates are remembered as long as their sender may repeat them, and some days more.
create or replace function inbox.purge(p_limit integer)
returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  -- A variable, because no index is used for a comparison with a volatile function.
  v_before constant timestamptz := clock_timestamp() - make_interval(days => app.setting('keep_inbox_days')::integer);
  v_count integer;
begin
  delete from inbox.updates as u
  where u.id in (
    select o.id
    from inbox.updates as o
    where o.processed_at < v_before
    order by o.processed_at
    limit p_limit
  );
  get diagnostics v_count = row_count;
  return v_count;
end
$$;
comment on function inbox.purge(integer) is
  'Takes the most rows to delete; returns how many updates were, processed longer ago than the setting keep_inbox_days says.';
