-- Checks what users were told: what was sent, and not what was queued. Cost: the events and the notices of a week.
create or replace view ops.broken_promises_of_word as
with since as materialized (
  select (app.setting('promises_since') #>> '{}')::timestamptz as at
),

-- Events of one week, ending a day ago, that the user did not trigger on a screen.
lately as materialized (
  select greatest(n.at, app.now() - interval '8 days') as since, app.now() - interval '1 day' as until from since as n
),

happened as (
  select s.user_id, p.subscription_id, p.number, 'renewed' as what, p.created_at as at
  from billing.periods as p
  join ledger.transfers as t on t.id = p.transfer_id and t.kind = 'renewal'
  join billing.subscriptions as s on s.id = p.subscription_id
  cross join lately as l
  where p.created_at > l.since and p.created_at <= l.until
    and p.order_id is null
  union all
  select s.user_id, s.id, s.period_number, 'ended', s.at
  from ops.recent_ends as s
  cross join lately as l
  where s.expires_at > l.since - interval '1 day'
    and s.at > l.since and s.at <= l.until
  union all
  select r.user_id, r.subscription_id, r.period_number, null, r.created_at
  from billing.refunds as r
  cross join lately as l
  where r.created_at > l.since and r.created_at <= l.until
    -- Who changes his plan sees what it credits.
    and (r.cause ~ '^change:' and r.actor = format('user:%s', r.user_id)) is not true
    -- An operator may choose to tell the user himself.
    and not exists (
      select
      from billing.operations as o
      where o.user_id = r.user_id and o.at = r.created_at and o.result ->> 'silent' = 'true'
    )
),

told as (
  select
    coalesce(t.user_id, s.user_id) as user_id, t.subscription_id, t.period_number, t.what, t.at, t.sent_at, t.dropped
  from app.told as t
  left join billing.subscriptions as s on s.id = t.subscription_id
  cross join lately as l
  where t.at > l.since
)

select
  'changes_are_told' as promise,
  format('subscription %s, period %s: %s', h.subscription_id, h.number, coalesce(h.what, 'refunded')) as subject
from happened as h
join app.telegram_identities as i
  on i.user_id = h.user_id and i.unreachable_since is null and i.missed_since is null
where not exists (
    select
    from told as t
    where t.user_id = h.user_id
      and t.at >= h.at
      and (
        -- Who refused it is told once, when he is tried again, what he missed.
        (t.sent_at < h.at + interval '1 day' or t.dropped = 'gone')
        and (
          -- What moves the money tells it, in the same transaction; a later notice is another refund's.
          h.what is null and t.at = h.at and t.what ~ 'refund|payout'
          or t.subscription_id = h.subscription_id and t.period_number = h.number and t.what = h.what
        )
        -- Who could not be reached meanwhile hears of all of it at once.
        or t.what = 'missed'
        and (t.sent_at is not null or t.dropped = 'gone' or t.dropped is null and t.at > app.now() - interval '1 hour')
      )
  )

union all
select 'changes_are_told', format('payment %s %s', e.provider, e.external_id)
from inbox.money_events as e
where e.kind = 'payment'
  and e.told_at is null
  and e.closed_at < clock_timestamp() - interval '1 day'
  and e.closed_at > clock_timestamp() - interval '8 days'

union all
select 'changes_are_told', format('letter %s was given up', d.id)
from outbox.dead_letters as d
where d.topic = 'telegram'
  and not d.dropped
  and d.kind in ('telegram.notice', 'billing.notice')
  and d.buried_at < clock_timestamp() - interval '1 day'
  and d.buried_at > clock_timestamp() - interval '8 days';
comment on view ops.broken_promises_of_word is
  'Cases of the last week that break ops.customer_promises in what users were told. Empty if all is well.';
