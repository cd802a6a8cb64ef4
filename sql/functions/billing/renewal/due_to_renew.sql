-- Claims due subscriptions, with everything that a renewal changes. Locked rows are skipped: runners wait neither for
-- each other nor for a user who is just paying. Locks are taken in the common order: account, subscription, access.
-- Only the first account of a user is locked: every transaction locks accounts by id (billing.lock_users), so the
-- others are free. A user without an account does not count as locked.
--
-- If several subscriptions of a user are due together, the one that ends first goes first, and the next goes with a
-- later batch: one balance pays for them, and by then it is known what is left. A parked one does not block the
-- others. (A scalar subquery, because `not exists` may be planned as a hash of all due rows.)
--
-- Sorting is disabled, so that rows come from the index, by minute and by id within it; see billing.due_to_expire.
create or replace function billing.due_to_renew(p_limit integer) returns bigint[]
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
    left join lateral (
      select c.id
      from ledger.accounts as c
      where c.id = (select min(m.id) from ledger.accounts as m where m.user_id = s.user_id)
      for no key update skip locked
    ) as first on true
    where date_bin('1 minute', s.renew_at, 'epoch') <= app.now()
      and s.renew_at <= app.now()
      and not exists (
        select
        from jobs.parked as p
        where p.job = 'renew_due' and p.row_id = s.id and p.version = s.period_number and p.retry_at > app.now()
      )
      and (
        select true
        from billing.subscriptions as o
        where o.user_id = s.user_id
          and o.renew_at <= app.now()
          and (o.ends_at, o.id) < (s.ends_at, s.id)
          and not exists (
            select
            from jobs.parked as p
            where p.job = 'renew_due' and p.row_id = o.id and p.version = o.period_number and p.retry_at > app.now()
          )
        limit 1
      ) is null
      and (
        first.id is not null
        or (
          select c.id
          from ledger.accounts as c
          where c.user_id = s.user_id
          limit 1
        ) is null
      )
    order by date_bin('1 minute', s.renew_at, 'epoch'), s.id
    limit p_limit
    for no key update of s, d skip locked
  ) as due
$$;
comment on function billing.due_to_renew(integer) is
  'Locks up to p_limit subscriptions that are due for auto-renewal, longest due first, one per user, with the first account and the access of each. Returns their ids, null for none. Skips rows that are parked and not yet to be retried.';
