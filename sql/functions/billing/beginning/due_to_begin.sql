-- Claims what begins, oldest first; rows that another transaction has locked are skipped. Locks are taken in the
-- common order, subscription before access. Sorting is disabled, so that rows come from the index, see
-- billing.due_to_expire.
create or replace function billing.due_to_begin(p_limit integer) returns bigint[]
language sql
volatile
set search_path = pg_catalog, pg_temp
set enable_sort = off
set jit = off
as $$
  select array_agg(due.id order by due.id)
  from (
    select s.id
    from billing.subscriptions as s
    join vpn.desired as d on d.subscription_id = s.id
    where date_bin('1 minute', s.begin_at, 'epoch') <= app.now()
      and s.begin_at <= app.now()
      and not exists (
        select
        from jobs.parked as p
        where p.job = 'begin_due' and p.row_id = s.id and p.version = s.period_number and p.retry_at > app.now()
      )
    order by date_bin('1 minute', s.begin_at, 'epoch'), s.id
    limit p_limit
    for no key update of s, d skip locked
  ) as due
$$;
comment on function billing.due_to_begin(integer) is
  'Locks up to p_limit subscriptions of which something begins, longest due first, and their access. Returns their ids, null for none. Skips rows that are parked and not yet to be retried.';
