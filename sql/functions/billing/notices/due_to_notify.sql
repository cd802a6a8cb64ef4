-- Rows that another transaction has locked are skipped: it has just changed what would be said. No subscription is
-- locked: whether a notice is still true is asked when it is sent.
create or replace function billing.due_to_notify(p_limit integer) returns bigint[]
language sql
volatile
set search_path = pg_catalog, pg_temp
set jit = off
as $$
  select array_agg(due.id order by due.id)
  from (
    select w.subscription_id as id
    from billing.notice_watch as w
    where w.look_at <= app.now()
      and not exists (
        select
        from jobs.parked as p
        where p.job = 'notify_due' and p.row_id = w.subscription_id and p.retry_at > app.now()
      )
    order by w.look_at, w.subscription_id
    limit p_limit
    for update of w skip locked
  ) as due
$$;
comment on function billing.due_to_notify(integer) is
  'Locks the watch of up to p_limit subscriptions that are due to be looked at, longest due first. Returns their ids, null for none. Skips those that are parked and not yet to be retried.';
