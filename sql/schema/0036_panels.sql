-- Panels of every kind, and what they really have. A scan reads all accounts of a panel, page by page, and is compared
-- with what the panel confirmed. The comparison writes vpn.drift and nothing else; what is missing or different is sent
-- again through the outbox, and what should have gone is removed through it.
--
-- An account is removed only where a row proves that it was ours: its access is here and is to be absent, or it has
-- left this panel (vpn.former_access). A name proves nothing, because another shop has the same ones; nor does our
-- mark, because after a restore of this database it may be that of somebody who bought since.
--
-- A big shop pays one write of vpn.access: a million rows take ten seconds.

alter table vpn.panels
  drop constraint kind_is_known,
  add constraint kind_is_known check (kind in ('xray-api', 'marzban', '3x-ui', 'remnawave', 'pasarguard')),
  add column options jsonb not null default '{}'
    constraint options_is_an_object check (jsonb_typeof(options) = 'object'),
  add column acknowledged_version text constraint acknowledged_version_is_given check (acknowledged_version <> '');
comment on column vpn.panels.options is
  'What its kind has to know and is no secret, see docs/operations.md: inbounds, groups, squads.';
comment on column vpn.panels.acknowledged_version is
  'A version that the program does not know and that an operator allowed, see ops.acknowledge_version; null for none.';
select migrate.classify('vpn.panels', 'open', 'options', 'acknowledged_version');

-- Two shops on one panel both name their accounts s_17, so the mark in a note says which shop it is. A bot is no name
-- for a shop: after a ban another one goes on, and the accounts are still ours.
create table vpn.mark (
  only_one boolean primary key default true constraint there_is_one check (only_one),
  shop text not null default left(replace(gen_random_uuid()::text, '-', ''), 12)
    constraint shop_is_12_hex_digits check (shop ~ '^[0-9a-f]{12}$')
);
comment on table vpn.mark is
  'What the notes of this shop''s accounts carry: tickover <shop> g=<generation>. With another value they are not ours any more.';
comment on column vpn.mark.shop is 'Random, and no secret. A restored copy has the same one.';
create trigger rows_are_not_lost
  before delete or truncate on vpn.mark
  for each statement execute function app.refuse_loss();
alter table vpn.mark enable always trigger rows_are_not_lost;
select migrate.classify('vpn.mark', 'open', 'only_one', 'shop');
insert into vpn.mark default values;

-- Beside the panel, because whoever places access holds the panel's row, and an answer must not wait for that.
create table vpn.panel_states (
  panel_id bigint primary key references vpn.panels,
  probe_at timestamptz not null,
  scan_at timestamptz not null,
  probed_at timestamptz,
  product text,
  version text,
  version_is_known boolean,
  version_seen_at timestamptz,
  epoch text,
  epoch_seen_at timestamptz
) with (fillfactor = 50);
comment on table vpn.panel_states is 'What panels say about themselves, and when they are asked next.';
comment on column vpn.panel_states.probe_at is 'From when the panel is asked for its version and epoch; the machine''s time, UTC.';
comment on column vpn.panel_states.scan_at is 'From when its accounts are read; the machine''s time, UTC.';
comment on column vpn.panel_states.probed_at is 'When it answered last, business time, UTC; so are the times below.';
comment on column vpn.panel_states.product is 'What it calls itself.';
comment on column vpn.panel_states.version_is_known is 'Whether the listener was written for that version; null when it does not say.';
comment on column vpn.panel_states.version_seen_at is 'Since when it has this version.';
comment on column vpn.panel_states.epoch is
  'Changes when its core restarts or it is restored. Empty for a panel that has none, null before the first answer.';
comment on column vpn.panel_states.epoch_seen_at is 'Since when it has this epoch.';
select migrate.classify(
  'vpn.panel_states', 'open', 'panel_id', 'probe_at', 'scan_at', 'probed_at', 'product', 'version', 'version_is_known',
  'version_seen_at', 'epoch', 'epoch_seen_at'
);

alter table vpn.access
  add column links text[],
  add column subscription_url text,
  add column differs boolean not null default false,
  add column adopt boolean not null default false;
update vpn.access as a set links = array[a.link] where a.link is not null;
comment on column vpn.access.link is
  'The first of links, for programs that show one; a secret of the user; null while there is no access.';
comment on column vpn.access.links is
  'Connection links as the panel gave them, secrets of the user; null while there is no access.';
comment on column vpn.access.subscription_url is 'The panel''s own address for these links, a secret of the user; null for none.';
comment on column vpn.access.differs is
  'The panel was seen to have something else than it confirmed (vpn.drift): the current generation is sent once more.';
comment on column vpn.access.adopt is
  'An operator allowed to take over an account that has its key and is not ours, see ops.adopt_access.';
alter type vpn.answer add attribute links text[], add attribute subscription_url text;
comment on type vpn.answer is 'What a panel confirmed of an access. link is the first of links.';
select
  migrate.classify('vpn.access', 'secret', 'links', 'subscription_url'),
  migrate.classify('vpn.access', 'open', 'differs', 'adopt');

create table vpn.former_access (
  access_id bigint primary key,
  panel_id bigint not null references vpn.panels,
  subscription_id bigint not null references billing.subscriptions,
  key text not null unique,
  uuid uuid not null unique,
  left_at timestamptz not null
);
comment on table vpn.former_access is
  'Access that has left its panel. It proves that an account with this key and uuid there is ours and may be removed.';
comment on column vpn.former_access.access_id is 'Its id, which no other access gets.';
comment on column vpn.former_access.left_at is 'When the panel confirmed that it is gone, business time, UTC.';
create trigger rows_are_not_lost
  before truncate on vpn.former_access
  for each statement execute function app.refuse_loss();
alter table vpn.former_access enable always trigger rows_are_not_lost;
select
  migrate.classify('vpn.former_access', 'open', 'access_id', 'panel_id', 'subscription_id', 'key', 'left_at'),
  migrate.classify('vpn.former_access', 'secret', 'uuid');

-- Scans

create table vpn.scans (
  id bigint generated always as identity primary key,
  panel_id bigint not null references vpn.panels,
  reason text not null constraint reason_is_known check (reason in ('due', 'epoch', 'asked')),
  epoch text,
  epoch_changed boolean,
  cursor text,
  pages integer not null default 0,
  total bigint,
  seen bigint not null default 0,
  started_at timestamptz not null,
  finished_at timestamptz,
  error text,
  compared_at timestamptz,
  expected bigint,
  differing bigint,
  unwanted bigint,
  unknown bigint,
  foreign_accounts bigint,
  elsewhere bigint,
  held text,
  constraint failed_is_finished check (error is null or finished_at is not null),
  constraint compared_is_finished check (compared_at is null or finished_at is not null)
);
create unique index scans_one_at_a_time on vpn.scans (panel_id) where finished_at is null;
create index scans_of_panel on vpn.scans (panel_id, started_at);
create index scans_to_compare on vpn.scans (finished_at) where compared_at is null;
create index scans_by_age on vpn.scans (started_at);
comment on table vpn.scans is
  'Each reading of all accounts of a panel, page by page (vpn.scan). One that did not come to its end decides nothing.';
comment on column vpn.scans.reason is 'due (about once an hour), epoch (the panel''s changed), asked (ops.scan_panel).';
comment on column vpn.scans.epoch is 'The panel''s when it began; null where it was never told.';
comment on column vpn.scans.epoch_changed is
  'Whether it is another one than at the last scan that nothing was held of; null where there was none, or a panel has none.';
comment on column vpn.scans.cursor is 'Where the next page begins, in the panel''s words; null for the first.';
comment on column vpn.scans.total is 'How many accounts the panel says that it has; null when it does not say.';
comment on column vpn.scans.seen is 'How many were read, each counted once.';
comment on column vpn.scans.started_at is 'Business time, UTC; so are all times here.';
comment on column vpn.scans.error is 'Why it decides nothing; null when it came to its end.';
comment on column vpn.scans.compared_at is 'When it was compared, or put aside because it decides nothing.';
comment on column vpn.scans.expected is 'Accesses that the panel has confirmed and should have.';
comment on column vpn.scans.differing is 'How many of them it lacks, or has otherwise.';
comment on column vpn.scans.unwanted is 'Accounts that were ours and should have gone.';
comment on column vpn.scans.unknown is 'Accounts that carry our mark, and that nothing proves to be ours.';
comment on column vpn.scans.foreign_accounts is 'Accounts that are not ours; they are counted and never touched.';
comment on column vpn.scans.elsewhere is 'Accounts that should be at another panel of ours: it is the wrong panel.';
comment on column vpn.scans.held is 'Why nothing is done about some or all of it; null when nothing is held. See ops.reconcile_panel.';
select migrate.classify(
  'vpn.scans', 'open', 'id', 'panel_id', 'reason', 'epoch', 'epoch_changed', 'cursor', 'pages', 'total', 'seen',
  'started_at', 'finished_at', 'error', 'compared_at', 'expected', 'differing', 'unwanted', 'unknown',
  'foreign_accounts', 'elsewhere', 'held'
);

-- Empty after a crash of the server: a scan that finds fewer rows than it counted decides nothing.
create unlogged table vpn.observed (
  scan_id bigint not null,
  account text not null,
  access_id bigint,
  former_id bigint,
  is_elsewhere boolean not null,
  key text,
  uuid uuid,
  generation bigint,
  expires_at timestamptz,
  enabled boolean,
  device_limit integer,
  data_limit bigint,
  used_bytes bigint,
  online_at timestamptz,
  connected_at timestamptz,
  devices integer,
  ours boolean not null,
  primary key (scan_id, account)
) with (autovacuum_vacuum_scale_factor = 0.05);
comment on table vpn.observed is
  'The accounts that running scans have read. Their rows go when the scan has been compared. Null is what a panel does not tell.';
comment on column vpn.observed.account is 'What the panel knows it by: its name, else its uuid.';
comment on column vpn.observed.access_id is 'The access of this panel that has this name, or this uuid where accounts have no names.';
comment on column vpn.observed.former_id is 'The access that has left this panel, if it is that one''s.';
comment on column vpn.observed.is_elsewhere is 'Whether it is that of an access at another address.';
comment on column vpn.observed.generation is 'That of our mark.';
comment on column vpn.observed.expires_at is 'UTC; so are all times here.';
comment on column vpn.observed.data_limit is 'Bytes, 0 for none.';
comment on column vpn.observed.device_limit is '0 for none.';
comment on column vpn.observed.connected_at is 'The first time.';
comment on column vpn.observed.ours is 'Whether it carries our mark.';
select
  migrate.classify(
    'vpn.observed', 'open', 'scan_id', 'access_id', 'former_id', 'is_elsewhere', 'generation', 'expires_at', 'enabled',
    'device_limit', 'data_limit', 'used_bytes', 'online_at', 'connected_at', 'devices', 'ours'
  ),
  migrate.classify('vpn.observed', 'personal', 'key'),
  migrate.classify('vpn.observed', 'secret', 'account', 'uuid');

create table vpn.drift (
  panel_id bigint not null references vpn.panels,
  account text not null,
  access_id bigint references vpn.access on delete cascade,
  former_id bigint references vpn.former_access,
  difference text not null constraint difference_is_known check (
    difference in (
      'missing', 'other_uuid', 'other_end', 'other_generation', 'other_limits', 'disabled', 'unwanted', 'unknown'
    )
  ),
  state text not null constraint state_is_known check (
    state in ('due', 'sent', 'confirmed', 'waiting', 'held', 'recurring', 'listed')
  ),
  since timestamptz not null,
  seen_at timestamptz not null,
  primary key (panel_id, account),
  constraint is_about_ours check (
    num_nonnulls(access_id, former_id) = case difference when 'unknown' then 0 else 1 end
  ),
  constraint unknown_is_only_listed check ((difference = 'unknown') = (state = 'listed'))
) with (fillfactor = 80);
create index drift_of_access on vpn.drift (access_id) where access_id is not null;
create index drift_of_former on vpn.drift (former_id) where former_id is not null;
create index drift_due on vpn.drift (panel_id, account) where state = 'due';
comment on table vpn.drift is
  'What panels have otherwise than they confirmed, by their last complete scans. See ops.drift.';
comment on column vpn.drift.account is 'Our key of the access; of an unknown one its name at the panel.';
comment on column vpn.drift.access_id is 'The access; null for an account whose access has left the panel, or which is unknown.';
comment on column vpn.drift.former_id is 'The access that has left the panel.';
comment on column vpn.drift.difference is
  'missing; other_uuid, other_end, other_generation, other_limits, disabled: than was confirmed; unwanted: is there and should have gone; unknown: carries our mark, and nothing proves that it is ours.';
comment on column vpn.drift.state is
  'due: is sent again, or removed, next; sent; confirmed by the panel; waiting for a second scan an hour later, before it is removed; held, see vpn.scans.held; recurring: was confirmed and is back, so somebody else changes it; listed: never touched by itself.';
comment on column vpn.drift.since is 'When the first scan that saw it began, business time, UTC.';
comment on column vpn.drift.seen_at is 'When the last scan that saw it began.';
select migrate.classify(
  'vpn.drift', 'open', 'panel_id', 'account', 'access_id', 'former_id', 'difference', 'state', 'since', 'seen_at'
);

-- Usage

create table vpn.usage (
  access_id bigint primary key references vpn.access on delete cascade,
  used_bytes bigint constraint used_bytes_is_not_negative check (used_bytes >= 0),
  devices integer constraint devices_is_not_negative check (devices >= 0),
  online_at timestamptz,
  connected_at timestamptz,
  read_at timestamptz not null
) with (fillfactor = 80);
comment on table vpn.usage is
  'What panels say about the use of an access, as read last; written when it differs. Null is what they do not tell.';
comment on column vpn.usage.used_bytes is 'Traffic since the panel counts, bytes.';
comment on column vpn.usage.devices is 'Devices that are bound.';
comment on column vpn.usage.online_at is 'Last seen, UTC; so are all times here.';
comment on column vpn.usage.connected_at is 'First connection; kept when the panel forgets it.';
comment on column vpn.usage.read_at is 'When the scan began that read these values, business time.';
select migrate.classify(
  'vpn.usage', 'open', 'access_id', 'used_bytes', 'devices', 'online_at', 'connected_at', 'read_at'
);

create table vpn.traffic_notices (
  subscription_id bigint primary key references billing.subscriptions,
  traffic_from timestamptz not null,
  data_limit bigint not null,
  percent smallint not null,
  told_at timestamptz not null
);
comment on table vpn.traffic_notices is
  'Up to which part of his traffic a customer was told last that it is used: once for each part, start of the count, and limit.';
comment on column vpn.traffic_notices.traffic_from is 'From when that traffic counts, as in vpn.desired; UTC.';
comment on column vpn.traffic_notices.data_limit is 'Of which limit, bytes.';
comment on column vpn.traffic_notices.told_at is 'Business time, UTC.';
select migrate.classify(
  'vpn.traffic_notices', 'open', 'subscription_id', 'traffic_from', 'data_limit', 'percent', 'told_at'
);

insert into app.settings (name, value, description) values
  (
    'drift_percent', '1',
    'How much of a panel may be missing, different or to be removed before a person must look, percent of its accesses.'
  ),
  ('drift_most', '500', 'And how many at most.');

insert into outbox.kinds (name, topic, tried_until, priority, prepare, done, dead, description) values
  (
    'vpn.probe', 'vpn', 'done', 'notice', 'vpn.prepare_probe', 'vpn.probed', null,
    'Ask a panel for its version and epoch; lane: probe:<panel>.'
  ),
  (
    'vpn.scan', 'vpn', 'done', 'broadcast', 'vpn.prepare_scan', 'vpn.scanned', null,
    'Read a page of a panel''s accounts; lane: scan:<panel>.'
  ),
  (
    'vpn.remove', 'vpn', 'done', 'broadcast', 'vpn.prepare_remove', 'vpn.removed', null,
    'Remove an account whose access has left the panel; lane: former:<access id>.'
  );
