-- Shows where each subscription's access is, and which panels lag behind. A lagging access is retried until it is
-- done: ops.lanes shows the time of the next attempt and the panel's last answer.
create or replace view ops.access as
select
  d.subscription_id,
  s.user_id,
  a.id as access_id,
  p.code as panel,
  p.country,
  coalesce(a.state, 'waiting') as state,
  coalesce(a.applied_generation < d.generation or a.state = 'leaving', true) as lags,
  d.present as desired_present,
  d.generation as desired_generation,
  d.expires_at as desired_expires_at,
  d.panels,
  d.missing,
  d.device_limit,
  d.data_limit,
  d.traffic_from,
  a.applied_generation,
  a.applied_at,
  a.applied_expires_at,
  a.last_error,
  u.used_bytes,
  u.devices,
  u.online_at,
  u.connected_at,
  u.read_at,
  d.restricted
from vpn.desired as d
join billing.subscriptions as s on s.id = d.subscription_id
left join vpn.access as a on a.subscription_id = d.subscription_id
left join vpn.panels as p on p.id = a.panel_id
left join vpn.usage as u on u.access_id = a.id;
comment on view ops.access is
  'What each subscription should have (desired_*, panels and how many of them are missing, limits, and from when traffic counts), and what each of its panels confirmed (applied_*). state: waiting (for a panel), serving, retiring, leaving. lags: the panel has not confirmed the current desired state. used_bytes and what follows: how it is used, as the panel said at read_at; null where it does not tell, see vpn.usage. restricted: see vpn.desired.';
