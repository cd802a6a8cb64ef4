-- What identifies a device is not shown: its user sees it in the bot.
create or replace view ops.devices as
select
  a.subscription_id,
  s.user_id,
  l.access_id,
  p.code as panel,
  l.asked_at,
  l.read_at,
  l.error,
  e.device_limit,
  d.id as device,
  d.platform,
  d.seen_at,
  d.unbinding_at
from vpn.device_lists as l
join vpn.access as a on a.id = l.access_id
join vpn.panels as p on p.id = a.panel_id
join billing.subscriptions as s on s.id = a.subscription_id
join vpn.desired as e on e.subscription_id = a.subscription_id
left join vpn.devices as d on d.access_id = l.access_id

union all
select
  d.subscription_id, s.user_id, null, null, d.bound_at, d.seen_at as read_at, null, e.device_limit, d.id, d.platform,
  d.seen_at, null
from vpn.page_devices as d
join billing.subscriptions as s on s.id = d.subscription_id
join vpn.desired as e on e.subscription_id = d.subscription_id
order by subscription_id asc, access_id asc, seen_at desc nulls last, device asc;
comment on view ops.devices is
  'Devices that are bound to accesses whose users have looked at them lately, as their panels told at read_at (one row without a device where there is none): when each was seen last, and when its user unbound it. error: why the panel did not list them. Without access and panel: devices that the subscription page has seen, bound at asked_at.';
