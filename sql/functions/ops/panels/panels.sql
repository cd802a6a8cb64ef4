create or replace view ops.panels as
select
  p.code as panel,
  p.kind,
  p.enabled,
  p.draining,
  t.product,
  t.version,
  coalesce(t.version_is_known, true) or coalesce(p.acknowledged_version = t.version, false) as version_is_allowed,
  t.epoch_seen_at,
  t.probed_at,
  (select count(*) from vpn.access as a where a.panel_id = p.id) as accesses,
  last.started_at as scanned_at,
  last.seen,
  last.differing,
  last.unwanted,
  last.unknown,
  last.foreign_accounts,
  last.held,
  running.pages as pages_read,
  failed.error as last_error,
  t.read_at,
  t.capabilities,
  t.capabilities @> '{groups}' as restricts_grace,
  last.unread
from vpn.panels as p
left join vpn.panel_states as t on t.panel_id = p.id
left join lateral (
  select s.*
  from vpn.scans as s
  where s.panel_id = p.id and s.compared_at is not null and s.error is null
  order by s.started_at desc, s.id desc
  limit 1
) as last on true
left join vpn.scans as running on running.panel_id = p.id and running.finished_at is null
left join lateral (
  select s.error
  from vpn.scans as s
  where s.panel_id = p.id and s.finished_at is not null
  order by s.started_at desc, s.id desc
  limit 1
) as failed on true
order by p.id;
comment on view ops.panels is
  'Each panel: what it says about itself, how many accesses are there, and what its last complete scan showed. Null before the panel was asked.';
comment on column ops.panels.panel is 'Its code.';
comment on column ops.panels.kind is 'What software it is.';
comment on column ops.panels.enabled is 'Whether new subscriptions may be placed there.';
comment on column ops.panels.draining is 'Whether what is there moves to other panels.';
comment on column ops.panels.product is 'What it calls itself.';
comment on column ops.panels.version is 'Its release, as it says itself.';
comment on column ops.panels.version_is_allowed is
  'Whether the listener was written for that version, or an operator allowed it.';
comment on column ops.panels.epoch_seen_at is
  'Since when it has its epoch, business time, UTC: its core started again, or it was restored.';
comment on column ops.panels.probed_at is 'When it answered last, business time, UTC.';
comment on column ops.panels.accesses is 'How many accesses are there.';
comment on column ops.panels.scanned_at is 'When its last complete scan began, business time, UTC.';
comment on column ops.panels.seen is 'How many accounts that scan read.';
comment on column ops.panels.differing is 'How many accesses it lacked, or had otherwise than it confirmed.';
comment on column ops.panels.unwanted is 'How many accounts were ours and should have gone.';
comment on column ops.panels.unknown is 'How many carried our mark, and nothing proves that they are ours.';
comment on column ops.panels.foreign_accounts is 'How many were not ours; they are never touched.';
comment on column ops.panels.held is 'Why nothing is done about some or all of that; null when nothing is held.';
comment on column ops.panels.pages_read is 'How many pages a scan that is running has read; null while none runs.';
comment on column ops.panels.last_error is 'Why the last scan decides nothing; null when it came to its end.';
comment on column ops.panels.read_at is 'When all its accounts were read last, machine time, UTC.';
comment on column ops.panels.capabilities is
  'What it can do, with its version and options, see Capability in gateways/vpn/port.py.';
comment on column ops.panels.restricts_grace is
  'Whether it has a restricted group for plans that want one; otherwise they give full access during the grace.';
comment on column ops.panels.unread is
  'How many accounts it showed that the listener cannot read; none carries our mark, and they are never touched.';
