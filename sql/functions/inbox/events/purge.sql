-- Processed events are kept for as long as their sender may repeat them, plus some days; reports of payment
-- providers for as long as they can be run again. The same holds for closed money events and for refused bodies.
create or replace function inbox.purge(p_limit integer)
returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  -- Variables, because PostgreSQL uses no index for a comparison with a volatile function.
  v_before constant timestamptz := clock_timestamp() - make_interval(days => app.setting('keep_inbox_days')::integer);
  v_reported_before constant timestamptz := clock_timestamp()
    - make_interval(days => app.setting('keep_payment_events_days')::integer);
  v_events integer;
  v_reported integer;
  v_money integer;
  v_bodies integer;
begin
  delete from inbox.events as e
  where e.id in (
    select o.id
    from inbox.events as o
    where o.processed_at < v_before and o.topic <> 'payment_events'
    order by o.processed_at
    limit p_limit
  );
  get diagnostics v_events = row_count;
  delete from inbox.events as e
  where e.id in (
    select o.id
    from inbox.events as o
    where o.processed_at < v_reported_before and o.topic = 'payment_events'
    order by o.processed_at
    limit p_limit
  );
  get diagnostics v_reported = row_count;
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
  return greatest(v_events, v_reported, v_money, v_bodies);
end
$$;
comment on function inbox.purge(integer) is
  'Takes the maximum number of rows to delete from each table: processed events, closed money events and refused bodies older than the setting keep_inbox_days, for events of payment providers keep_payment_events_days. Returns the largest of the counts of deleted rows.';
