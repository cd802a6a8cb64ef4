-- Processed events are remembered as long as their sender may repeat them, and some days more; so are what they said
-- of money, when it is finished with, and bodies that were refused.
create or replace function inbox.purge(p_limit integer)
returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  -- A variable, because no index is used for a comparison with a volatile function.
  v_before constant timestamptz := clock_timestamp() - make_interval(days => app.setting('keep_inbox_days')::integer);
  v_events integer;
  v_money integer;
  v_bodies integer;
begin
  delete from inbox.events as e
  where e.id in (
    select o.id
    from inbox.events as o
    where o.processed_at < v_before
    order by o.processed_at
    limit p_limit
  );
  get diagnostics v_events = row_count;
  delete from inbox.money_events as e
  where e.id in (
    select o.id
    from inbox.money_events as o
    where o.closed_at < v_before and o.told_at is not null
    order by o.closed_at
    limit p_limit
  );
  get diagnostics v_money = row_count;
  delete from inbox.refused_bodies as r
  where r.hash in (
    select o.hash
    from inbox.refused_bodies as o
    where o.last_at < v_before
    order by o.last_at
    limit p_limit
  );
  get diagnostics v_bodies = row_count;
  return greatest(v_events, v_money, v_bodies);
end
$$;
comment on function inbox.purge(integer) is
  'Takes the most rows of each table to delete: events processed, money events closed and bodies refused longer ago than the setting keep_inbox_days says. Returns how many of the one with the most were.';
