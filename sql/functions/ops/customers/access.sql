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
  'What each subscription should have, and what each of its panels confirmed: a row for each of its accesses, one without access where it waits for a panel.';
comment on column ops.access.subscription_id is 'Which subscription.';
comment on column ops.access.user_id is 'Whose it is.';
comment on column ops.access.access_id is
  'The access, see vpn.access, and the lane of its messages; null while there is none.';
comment on column ops.access.panel is 'Code of the panel that it is at; null while there is none.';
comment on column ops.access.country is 'Where that panel stands, ISO 3166; null where nobody is to ask.';
comment on column ops.access.state is
  'waiting (for a panel), serving, retiring (until what takes its place works) or leaving.';
comment on column ops.access.lags is 'Whether the panel has not confirmed the current desired state.';
comment on column ops.access.desired_present is 'Whether the user is to exist at the panels.';
comment on column ops.access.desired_generation is 'Number of the desired state; rises with every change.';
comment on column ops.access.desired_expires_at is 'When access is to end, UTC.';
comment on column ops.access.panels is 'On how many panels it is to be.';
comment on column ops.access.missing is 'How many of these panels are not found yet.';
comment on column ops.access.device_limit is 'Devices at a time; null for no limit.';
comment on column ops.access.data_limit is 'Traffic since traffic_from, bytes; null for no limit.';
comment on column ops.access.traffic_from is 'From when traffic is to count, UTC; null where it never had a limit.';
comment on column ops.access.applied_generation is 'The last desired state that the panel confirmed; 0 for none.';
comment on column ops.access.applied_at is 'When it confirmed that, business time, UTC.';
comment on column ops.access.applied_expires_at is
  'Until when the panel lets the user in, as it was told last, UTC; null when it was told not to.';
comment on column ops.access.last_error is 'Why the last attempt failed; null when it did not.';
comment on column ops.access.used_bytes is
  'Traffic since the panel counts, bytes, as it said at read_at; null where it does not tell.';
comment on column ops.access.devices is 'Devices that the panel has bound to it; null where it does not tell.';
comment on column ops.access.online_at is
  'When the panel saw it last, UTC; null for never, and where it does not tell.';
comment on column ops.access.connected_at is
  'First connection, UTC; null for never, and where the panel does not tell.';
comment on column ops.access.read_at is 'When the scan began that read how it is used, business time, UTC.';
comment on column ops.access.restricted is
  'Whether only the panel''s restricted group is to be within reach: the grace of a plan that wants it.';
