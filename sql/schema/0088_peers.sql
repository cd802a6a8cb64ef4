-- Money that a payment provider reports without saying how much, and that is of no invoice we know, waits where what
-- updates say of money waits. Its event is acknowledged, so the report alone names it, and once.
alter table inbox.money_events alter column event_id drop not null;
create unique index money_events_of_report on inbox.money_events (provider, external_id) where event_id is null;
comment on column inbox.money_events.event_id is
  'The row of inbox.events that said it; that one may be purged before. Null for the report of a payment provider that does not say how much.';

-- An account of somebody else that cannot be read keeps no other from being read.
alter table vpn.scans add column unread integer not null default 0;
comment on column vpn.scans.unread is
  'How many accounts it showed that this program cannot read; none of them carries our mark.';

-- Who has links keeps them while a panel gives only dead ones, and new customers wait. If none comes, nobody would
-- hear of it.
alter table vpn.panel_states add column dead_links text;
comment on column vpn.panel_states.dead_links is
  'Why no customer gets where the links lead that it gave at its last scan; null while they lead somewhere.';
select
  migrate.classify('vpn.scans', 'open', 'unread'),
  migrate.classify('vpn.panel_states', 'open', 'dead_links');
