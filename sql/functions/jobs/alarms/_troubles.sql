-- For a job that runs again within minutes, one failure is not yet a trouble; two are.
create or replace function jobs._troubles() returns table (name text, detail text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select 'rows_parked', format('%s parked, see ops.parked', count(*))
  from jobs.parked
  having count(*) > 0

  union all
  select 'letters_dead', format('%s dead, see ops.dead_letters', count(*))
  from outbox.dead_letters as d
  where not d.dropped
  having count(*) > 0

  union all
  select 'checks_unknown', format('%s not looked at: %s', count(*), (array_agg(c.name))[1:3])
  from ops.checks as c
  where c.state = 'unknown' and c.checked_at is not null
  having count(*) > 0

  union all
  select
    'channels_unanswered',
    format('keeps nobody out: %s', string_agg(format('%s: %s', t.chat_id, t.error), '; ' order by t.chat_id))
  from app.channel_troubles as t
  where t.seen_at > app.now() - interval '1 day'
    and jsonb_path_exists(
      app.setting('required_channels'), '$[*] ? (@.id == $chat)', jsonb_build_object('chat', t.chat_id)
    )
  having count(*) > 0

  union all
  select
    'methods_forbidden',
    format('%s lets this shop remember no payment method', string_agg(p.name, ', ' order by p.name))
  from billing.providers as p
  where p.enabled and p.saving_forbidden_at > app.now() - interval '1 day'
  having count(*) > 0

  union all
  select
    'backups_stopped',
    string_agg(
      format('the last one in the %s is of %s UTC', b.place, to_char(b.taken_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI')),
      '; ' order by b.place
    )
  from ops.backups as b
  where b.late_by > interval '0'
  having count(*) > 0

  union all
  select 'support_unread', string_agg(w.detail, '; ')
  from (
    select format('%s wait, and there is neither a group nor a reachable admin: ops.tickets', count(*)) as detail
    from support.tickets as k
    where k.waits_since is not null
      and not exists (select from support.chats())
    having count(*) > 0
    union all
    select format('the group %s takes no messages, admins are written to: %s', t.chat_id, t.error)
    from support.chat_troubles as t
  ) as w
  having count(*) > 0

  union all
  select 'job_failing_' || j.name, format('failed at %s', last.error)
  from jobs.jobs as j
  cross join lateral (
    select case when jobs.every(j.schedule) < interval '10 minutes' then 2 else 1 end as failures
  ) as few
  cross join lateral (
    select count(*) as failures, max(r.error) as error
    from (
      select r.status, r.error
      from jobs.run as r
      where r.job = j.name and r.status <> 'running' and r.started_at <= clock_timestamp()
      order by r.started_at desc
      limit few.failures * j.runners
    ) as r
    where r.status = 'failed'
  ) as last
  where j.enabled
    and last.failures >= few.failures

  union all
  select
    'job_overdue_' || o.name,
    coalesce('has not run since ' || to_char(o.started_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'), 'has not run yet')
  from ops.overdue_jobs as o
$$;
comment on function jobs._troubles() is
  'Returns the alarms besides those of checks that should be raised now: parked rows, dead letters, jobs that fail or are overdue, checks without a result, channels that cannot be asked about, providers that save no payment methods, backups that stopped, tickets that nobody reads, and a group of support that accepts none.';
