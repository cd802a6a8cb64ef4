-- A subscription that is due but not ended yet (a brake holds it, its renewal is parked, the job is off) still has
-- access as far as the shop is concerned. The panel ends access at the time that it was last told, so it is told a
-- later one.
create or replace function billing.hold_access(p_limit integer) returns jobs.step
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_ids bigint[];
begin
  with overdue as (
    select d.subscription_id
    from billing.subscriptions as s
    join vpn.desired as d on d.subscription_id = s.id
    where s.status = 'active'
      and date_bin('1 minute', s.expires_at, 'epoch') <= app.now() - interval '2 minutes'
      and d.present
      and d.expires_at < app.now() + interval '1 hour'
    -- Uses the index of due subscriptions; in order of id the query would read all subscriptions.
    order by date_bin('1 minute', s.expires_at, 'epoch'), s.id
    limit p_limit
    for no key update of s, d skip locked
  ),
  held as (
    update vpn.desired as d
    set generation = d.generation + 1, expires_at = app.now() + interval '1 day'
    from overdue as o
    where d.subscription_id = o.subscription_id
    returning d.subscription_id
  )
  select array_agg(h.subscription_id order by h.subscription_id) into v_ids from held as h;
  perform vpn.enqueue_apply(v_ids);
  return (coalesce(cardinality(v_ids), 0), 0, coalesce(cardinality(v_ids) = p_limit, false));
end
$$;
comment on function billing.hold_access(integer) is
  'Prolongs by a day the access at the panel of up to p_limit active subscriptions that ended at least two minutes ago. Returns whether there may be more.';
