-- A user who finds that his access has ended often buys again at once, and a fault of the end must be seen
-- nevertheless. So this view has the subscription as it was when it ended, which the audit of the purchase records.
-- Cost: a pass over subscriptions and periods, and the audit of those that have ended in the last month.
create or replace view ops.recent_ends as
with since as materialized (
  select greatest((app.setting('promises_since') #>> '{}')::timestamptz, app.now() - interval '32 days') as at
),

ends as (
  select s as subscription, null::bigint as until_id
  from billing.subscriptions as s
  where s.status = 'expired' and s.expires_at > (select n.at from since as n)
  union all
  select was, bought.id
  from billing.periods as p
  join billing.subscriptions as s on s.id = p.subscription_id
  cross join lateral (
    select a.id, a.before
    from app.audit as a
    where a.subject = 'subscription'
      and a.subject_id = p.subscription_id
      and a.at = p.created_at
      and a.before ->> 'status' = 'expired'
    order by a.id
    limit 1
  ) as bought
  cross join lateral jsonb_populate_record(s, bought.before) as was
  -- What begins when it is bought, and not at the end of something else.
  where p.number > 1
    and p.starts_at = p.created_at
    and p.created_at > (select n.at from since as n)
)

select
  (e.subscription).id,
  (e.subscription).user_id,
  (e.subscription).period_number,
  (e.subscription).ends_at,
  (e.subscription).expires_at,
  (e.subscription).auto_renew,
  (e.subscription).cancelled_at,
  (e.subscription).renewal_price_id,
  (e.subscription).announced_amount,
  (e.subscription).told_price_id,
  (e.subscription).told_amount,
  e.subscription,
  ended.at
from ends as e
cross join lateral (
  select max(u.at) as at
  from app.audit as u
  where u.subject = 'subscription'
    and u.subject_id = (e.subscription).id
    and u.action = 'subscription.expired'
    and (u.id < e.until_id) is not false
) as ended
where ended.at >= (e.subscription).expires_at;
comment on view ops.recent_ends is
  'Subscriptions that a job ended in the last month, as they were then, also if they were bought again since: the columns that promises look at, and all of it.';
comment on column ops.recent_ends.id is 'Which subscription.';
comment on column ops.recent_ends.user_id is 'Who has the subscription.';
comment on column ops.recent_ends.period_number is 'The period that ended.';
comment on column ops.recent_ends.ends_at is 'When that period ended, UTC.';
comment on column ops.recent_ends.expires_at is 'When its grace was over, UTC.';
comment on column ops.recent_ends.auto_renew is 'Whether it was to be renewed.';
comment on column ops.recent_ends.cancelled_at is 'When its renewal was cancelled, UTC; null if it was not.';
comment on column ops.recent_ends.renewal_price_id is 'At which price it was to be renewed; null for none.';
comment on column ops.recent_ends.announced_amount is
  'What its next charge was announced to be, minor units; null if nothing was.';
comment on column ops.recent_ends.told_price_id is
  'The price that was told before, while the notice of announced_amount had not been sent; null when it was.';
comment on column ops.recent_ends.told_amount is 'What was told for told_price_id, minor units; null as that.';
comment on column ops.recent_ends.subscription is 'All of the subscription as it was.';
comment on column ops.recent_ends.at is 'When a job ended it, UTC.';
