-- Claims what is due. Rows that somebody else holds are skipped, because a purchase may be renewing them:
-- they come with a later batch, if they are still due. Locks go in the common order, subscription before
-- access; access is skipped too, so that a batch never waits for an acknowledgement that itself waits for
-- another row of the batch.
--
-- An attempt to renew that is due goes first, also one that failed and is parked: what was missed is made up for before
-- it comes to an end.
--
-- The oldest minute first, and within it by id, so that the rows of a batch are neighbours: see 0014.
-- Sorting is off, so that they come from the index like that: when more ends in one minute than the
-- statistics know of, every batch sorted all that was due. The setting stands here, where nothing is called.
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
      )
    order by date_bin('1 minute', s.expires_at, 'epoch'), s.id
    limit p_limit
    for no key update of s, d skip locked
  ) as due
$$;
comment on function billing.due_to_expire(integer) is
  'Locks up to p_limit active subscriptions whose time has come, oldest first, and their access; returns their ids, null for none. Not those that are parked and not to be tried again yet, nor those that auto-renewal is about to look at.';
