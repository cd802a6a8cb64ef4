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
  t.capabilities @> '{groups}' as restricts_grace
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
  'Each panel: what it says about itself, how many accesses are there, and what its last complete scan showed (scanned_at and what follows). pages_read: of a scan that is running; last_error: why the last one decides nothing; read_at: when all accounts were last read (the machine''s time); capabilities: what it can do, with its options; restricts_grace: whether it has a restricted group for plans that want one, otherwise they give full access during the grace. Null before the panel was asked.';
