-- Claims subscriptions that are due to end. Rows that another transaction has locked are skipped, because a purchase
-- may be renewing them; if they are still due, a later batch takes them. Locks are taken in the common order,
-- subscription before access. Locked access is skipped too, so that a batch never waits for an acknowledgement that
-- itself waits for another row of the batch.
--
-- A renewal attempt that is due goes first, even one that failed and is parked: a missed renewal is made up for
-- before the subscription ends. While renewal is switched off, what is to be renewed is held (billing.hold_unrenewed).
--
-- The oldest minute comes first, and rows within it by id, so that the rows of a batch are stored close together: see
-- 0014. Sorting is disabled, so that the index delivers this order; otherwise, when more subscriptions end in one
-- minute than the statistics expect, every batch would sort all due rows. The setting is placed here because this
-- function calls no other.
create or replace function billing.due_to_expire(p_limit integer) returns bigint[]
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
    where s.status = 'active'
      and date_bin('1 minute', s.expires_at, 'epoch') <= app.now()
      and s.expires_at <= app.now()
      and not exists (
        select
        from jobs.parked as p
        where p.job = 'expire_due' and p.row_id = s.id and p.version = s.period_number and p.retry_at > app.now()
      )
      and (
        s.renew_at is null
        or s.renew_at > app.now()
        or not (select j.enabled and app.flag(j.flag) from jobs.jobs as j where j.name = 'renew_due')
        and (
          not s.auto_renew
          or s.cancelled_at is not null
          or (select b.released_until > app.now() from app.brakes as b where b.name = 'unrenewed')
        )
      )
    order by date_bin('1 minute', s.expires_at, 'epoch'), s.id
    limit p_limit
    for no key update of s, d skip locked
  ) as due
$$;
comment on function billing.due_to_expire(integer) is
  'Locks up to p_limit active subscriptions that are due to end, oldest first, and their access. Returns their ids, null for none. Skips rows that are parked and not yet to be retried, those that auto-renewal is about to handle, and while it is switched off those that it would, unless the brake unrenewed is released.';
