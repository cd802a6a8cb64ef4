-- Cost: a pass over subscriptions and their access.
create or replace view ops.violations_of_vpn as
select
  'access_follows_subscription' as invariant,
  format('subscription %s', s.id) as subject
from billing.subscriptions as s
left join vpn.access as a on a.subscription_id = s.id
where a.desired_present is distinct from (s.status = 'active')
  or a.desired_present
  and a.desired_expires_at <> s.expires_at
  -- Who is held beyond his end is kept by the panel as well, see billing.hold_access.
  and (s.expires_at > app.now() or a.desired_expires_at < s.expires_at)

union all
select 'answers_count_for_their_generation', format('subscription %s', a.subscription_id)
from vpn.access as a
where a.applied_generation > a.desired_generation

union all
-- A dead letter is no violation: an operator sees it in ops.dead_letters. Nor is what waits for a panel to be enabled.
select 'access_reaches_the_panel', format('subscription %s', a.subscription_id)
from vpn.access as a
where a.applied_generation < a.desired_generation
  and a.panel_id is not null
  and not exists (
    select
    from outbox.messages as m
    where m.topic = 'vpn' and m.lane = a.subscription_id::text
  )
  and not exists (
    select
    from outbox.dead_letters as d
    where d.topic = 'vpn' and d.lane = a.subscription_id::text and not d.dropped
  );
comment on view ops.violations_of_vpn is 'What breaks the VPN''s part of ops.invariants: nothing, if all is well.';
