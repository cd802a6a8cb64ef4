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
  'Devices of subscriptions: those of accesses whose users have looked at them lately, as their panels told (one row without a device where there is none), and those that the subscription page has seen (without access and panel).';
comment on column ops.devices.subscription_id is 'Which subscription.';
comment on column ops.devices.user_id is 'Whose it is.';
comment on column ops.devices.access_id is 'The access that it is bound to; null where the page has seen it.';
comment on column ops.devices.panel is 'Code of the panel that told; null where the page has seen it.';
comment on column ops.devices.asked_at is 'When the panel was asked last, or the page bound it, business time, UTC.';
comment on column ops.devices.read_at is
  'When the panel answered last, or the page saw it last, business time, UTC; null for never.';
comment on column ops.devices.error is 'Why the panel did not list them when it answered last; null when it did.';
comment on column ops.devices.device_limit is 'Devices at a time that the subscription may have; null for no limit.';
comment on column ops.devices.device is 'What ops.unbind_device takes; null where there is none.';
comment on column ops.devices.platform is 'Its operating system; null where nobody said.';
comment on column ops.devices.seen_at is 'When it was seen last, UTC; null where the panel does not tell.';
comment on column ops.devices.unbinding_at is 'When its user unbound it, business time, UTC; null when nobody did.';
