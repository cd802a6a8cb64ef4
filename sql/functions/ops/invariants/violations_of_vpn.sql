-- Cost: a pass over subscriptions and their access.
create or replace view ops.violations_of_vpn as
select
  'access_follows_subscription' as invariant,
  format('subscription %s', s.id) as subject
from billing.subscriptions as s
left join vpn.desired as d on d.subscription_id = s.id
where d.present is distinct from (s.status = 'active')
  or d.present
  and d.expires_at <> s.expires_at
  -- Access that is held beyond its end is kept at the panel as well, see billing.hold_access.
  and (s.expires_at > app.now() or d.expires_at < s.expires_at)

union all
select 'answers_count_for_their_generation', format('subscription %s', a.subscription_id)
from vpn.access as a
join vpn.desired as d on d.subscription_id = a.subscription_id
where a.applied_generation > d.generation

union all
-- A dead letter is no violation, because an operator sees it in ops.dead_letters; nor is access that waits for a
-- panel.
select 'access_reaches_the_panel', format('subscription %s', a.subscription_id)
from vpn.access as a
join vpn.desired as d on d.subscription_id = a.subscription_id
where (a.applied_generation < d.generation or a.state = 'leaving' or a.differs)
  and not exists (
    select
    from outbox.messages as m
    where m.topic = 'vpn' and m.lane = a.id::text
  )
  and not exists (
    select
    from outbox.dead_letters as l
    where l.topic = 'vpn' and l.lane = a.id::text and not l.dropped
  )

union all
-- Access is on as many panels as desired, or the missing ones are counted.
select
  'access_reaches_the_panel',
  format('subscription %s has %s of %s panels', d.subscription_id, count(a.id), d.panels)
from vpn.desired as d
left join vpn.access as a on a.subscription_id = d.subscription_id and a.state = 'serving'
group by d.subscription_id
having count(a.id) + d.missing <> d.panels

union all
-- Excludes rows that the job is about to process, and parked ones, which are shown elsewhere. With carry-over the limit
-- is higher by the unused traffic. Access that is not restricted during the grace harms nobody, see billing.grace_of.
select 'access_is_as_sold', format('subscription %s, period %s', d.subscription_id, r.number)
from vpn.desired as d
join billing.subscriptions as s on s.id = d.subscription_id and s.status = 'active'
cross join lateral (
  select p.number, coalesce(p.plan_id, billing.plan_of_period(p), s.plan_id) as plan_id, p.plan_version
  from billing.periods as p
  where p.subscription_id = s.id and p.closed_at is distinct from p.starts_at and p.starts_at <= app.now()
  order by p.number desc
  limit 1
) as r
join billing.plan_versions as v on v.plan_id = r.plan_id and v.version = r.plan_version
where (
    (d.device_limit, d.panels, d.places) is distinct from (v.device_limit, v.panels, v.places)
    or case
      when v.traffic_carry_over then d.data_limit >= v.data_limit_bytes is not true
      else d.data_limit is distinct from v.data_limit_bytes
    end
    or d.restricted and (v.grace_access = 'full' or s.ends_at > app.now())
  )
  and (s.begin_at between app.now() - interval '10 minutes' and app.now()) is not true
  and not exists (select from jobs.parked as p where p.job = 'begin_due' and p.row_id = s.id);
comment on view ops.violations_of_vpn is 'Cases that break the VPN''s part of ops.invariants. Empty if all is well.';
