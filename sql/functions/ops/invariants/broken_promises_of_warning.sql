-- Nobody learns from a page that does not open that his access has ended: the shop said so before. A user who renews
-- automatically is told of missing money; everybody else is told by the rules that the owner has switched on. If
-- something changed after a rule's moment (he switched auto-renewal off, say), that was his own doing. Cost: the ends
-- of a week, a few index look-ups each.
create or replace view ops.broken_promises_of_warning as
with lately as materialized (
  select
    greatest((app.setting('promises_since') #>> '{}')::timestamptz, app.now() - interval '8 days') as since,
    app.now() - interval '1 day' as until
),

ended as (
  select
    s.id, s.period_number, p.starts_at, s.ends_at, s.expires_at, s.at,
    billing.notice_group(s.subscription, '{}') as audience,
    (
      select max(u.at)
      from app.audit as u
      where u.subject = 'subscription' and u.subject_id = s.id
        and u.action <> 'subscription.expired' and u.at <= s.at
    ) as changed_at
  from ops.recent_ends as s
  cross join lately as l
  join billing.periods as p on p.subscription_id = s.id and p.number = s.period_number and p.closed_at is null
  join app.telegram_identities as i on i.user_id = s.user_id and i.unreachable_since is null
  where s.expires_at > l.since - interval '1 day'
    and s.at > l.since and s.at <= l.until
)

select
  'ends_are_announced' as promise,
  format('subscription %s, period %s: nobody said that it would end', e.id, e.period_number) as subject
from ended as e
where case
    when e.audience is null then e.ends_at - interval '1 day' > greatest(e.starts_at + interval '1 day', e.changed_at)
    else app.flag('reminders') and exists (
      select
      from billing.notice_rules as r
      where r.anchor in ('end', 'access_end')
        and r.after < interval '0'
        and r.enabled
        and e.audience = any(r.audience)
        and billing.notice_moment(r.anchor, r.after, e.starts_at, e.ends_at, e.expires_at)
          > greatest(e.starts_at, e.changed_at, r.since)
    )
  end
  and not exists (
    select
    from app.told as t
    left join billing.notice_rules as r on r.name = t.what
    where t.subscription_id = e.id
      and t.period_number = e.period_number
      and t.sent_at < e.at
      and (
        t.what in ('short', 'grace', 'unavailable')
        or r.anchor in ('end', 'access_end') and r.after < interval '0'
        -- They say when it ends.
        or r.name in ('trial_6h', 'trial_48h')
      )
  )
  and not exists (
    select
    from billing.notices as n
    where n.subscription_id = e.id
      and n.period_number = e.period_number
      and n.dropped in ('unreachable', 'quiet_hours')
  );
comment on view ops.broken_promises_of_warning is
  'Cases that break ops.customer_promises in what is said before access ends. Empty if all is well.';
