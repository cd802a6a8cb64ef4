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
  -- Who is held beyond his end is kept by the panel as well, see billing.hold_access.
  and (s.expires_at > app.now() or d.expires_at < s.expires_at)

union all
select 'answers_count_for_their_generation', format('subscription %s', a.subscription_id)
from vpn.access as a
join vpn.desired as d on d.subscription_id = a.subscription_id
where a.applied_generation > d.generation

union all
-- A dead letter is no violation: an operator sees it in ops.dead_letters. Nor is what waits for a panel.
select 'access_reaches_the_panel', format('subscription %s', a.subscription_id)
from vpn.access as a
join vpn.desired as d on d.subscription_id = a.subscription_id
where (a.applied_generation < d.generation or a.state = 'leaving')
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
-- On as many panels as it is to be, or known to lack them.
select
  'access_reaches_the_panel',
  format('subscription %s has %s of %s panels', d.subscription_id, count(a.id), d.panels)
from vpn.desired as d
left join vpn.access as a on a.subscription_id = d.subscription_id and a.state = 'serving'
group by d.subscription_id
having count(a.id) + d.missing <> d.panels;
comment on view ops.violations_of_vpn is 'What breaks the VPN''s part of ops.invariants: nothing, if all is well.';
