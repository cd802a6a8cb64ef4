-- What panels can do is known here, and used: devices are listed and unbound, a plan may restrict access during the
-- grace, a panel is proven before it gets customers, leaked keys are replaced for everybody on a panel, and a panel
-- that is never read to its end is seen.
--
-- A big shop pays nothing that grows with it: columns with constants are added without writing rows.

alter table vpn.panel_states
  add column capabilities text[],
  add column read_at timestamptz not null default clock_timestamp();
comment on column vpn.panel_states.capabilities is
  'What it can do, with its version and options, as the listener says: see Capability in gateways/vpn/port.py. Null before it was told.';
comment on column vpn.panel_states.read_at is
  'When all its accounts were read last, to the end; at first when it was noted. The machine''s time, UTC.';
select migrate.classify('vpn.panel_states', 'open', 'capabilities', 'read_at');

-- Devices

create table vpn.device_lists (
  access_id bigint primary key references vpn.access on delete cascade,
  asked_at timestamptz not null,
  read_at timestamptz,
  error text
);
create index device_lists_by_age on vpn.device_lists (asked_at);
comment on table vpn.device_lists is
  'Accesses whose users looked at their devices. A row goes with the access, or when nobody has looked for a while.';
comment on column vpn.device_lists.asked_at is 'When the panel was asked last, business time, UTC.';
comment on column vpn.device_lists.read_at is 'When it answered last, business time, UTC; null for never.';
comment on column vpn.device_lists.error is 'Why it did not list them when it answered last; null when it did.';

create table vpn.devices (
  id bigint generated always as identity primary key,
  access_id bigint not null references vpn.device_lists on delete cascade,
  device_id text not null constraint device_id_is_short check (length(device_id) between 1 and 200),
  name text constraint name_is_short check (length(name) between 1 and 60),
  platform text constraint platform_is_short check (length(platform) between 1 and 30),
  seen_at timestamptz,
  unbinding_at timestamptz,
  unique (access_id, device_id)
);
comment on table vpn.devices is
  'Devices that are bound to an access, as its panel told last; at most fifty of each, those that were seen last.';
comment on column vpn.devices.id is 'What buttons name it by.';
comment on column vpn.devices.device_id is 'What the panel names it by.';
comment on column vpn.devices.name is 'Its model, or the app''s name for it.';
comment on column vpn.devices.platform is 'Its operating system.';
comment on column vpn.devices.seen_at is 'When the panel saw it last, UTC.';
comment on column vpn.devices.unbinding_at is
  'When its user unbound it, business time, UTC. It stays until the panel no longer lists it; null when nobody did.';
select
  migrate.classify('vpn.device_lists', 'open', 'access_id', 'asked_at', 'read_at', 'error'),
  migrate.classify('vpn.devices', 'open', 'id', 'access_id', 'platform', 'seen_at', 'unbinding_at'),
  migrate.classify('vpn.devices', 'personal', 'device_id', 'name');

-- The grace

alter table billing.plans
  add column grace_access text not null default 'full'
    constraint grace_access_is_known check (grace_access in ('full', 'restricted'));
comment on column billing.plans.grace_access is
  'What access is during the grace: as before (full), or in the panel''s restricted group, where it has one (restricted).';
alter table billing.plan_versions add column grace_access text not null default 'full';
alter table billing.plan_versions alter column grace_access drop default;

create or replace function billing.number_plan_version() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  new.version := case
    when tg_op = 'INSERT' then 1
    when (
      new.device_limit, new.data_limit_bytes, new.traffic_reset, new.traffic_carry_over, new.panels, new.places,
      new.grace_access
    ) is distinct from (
      old.device_limit, old.data_limit_bytes, old.traffic_reset, old.traffic_carry_over, old.panels, old.places,
      old.grace_access
    ) then old.version + 1
    else old.version
  end;
  return new;
end
$$;
create or replace function billing.keep_plan_version() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into billing.plan_versions (
    plan_id, version, device_limit, data_limit_bytes, traffic_reset, traffic_carry_over, panels, places, grace_access,
    valid_from
  )
  values (
    new.id, new.version, new.device_limit, new.data_limit_bytes, new.traffic_reset, new.traffic_carry_over, new.panels,
    new.places, new.grace_access, app.now()
  )
  on conflict (plan_id, version) do nothing;
  return null;
end
$$;

alter type vpn.entitlement add attribute restricted boolean;
comment on type vpn.entitlement is
  'What a subscription gives at the panels by the period that runs, see vpn.desired. traffic_from: null where traffic has no limit; until: when to look again, null when nothing follows; restricted: whether this is the grace of a plan that restricts it. UTC.';
alter table vpn.desired add column restricted boolean not null default false;
comment on column vpn.desired.restricted is
  'Whether only the panel''s restricted group is to be within reach; a panel without one gives full access.';
select
  migrate.classify('billing.plans', 'open', 'grace_access'),
  migrate.classify('billing.plan_versions', 'open', 'grace_access'),
  migrate.classify('vpn.desired', 'open', 'restricted');

-- Leaked keys of a panel

create table vpn.reissues (
  panel_id bigint primary key references vpn.panels,
  asked_at timestamptz not null,
  actor text not null,
  reason text not null,
  done_to bigint not null default 0,
  replaced bigint not null default 0
);
comment on table vpn.reissues is 'Panels whose keys are being replaced, see ops.reissue_panel; a row goes when all are.';
comment on column vpn.reissues.asked_at is 'Business time, UTC.';
comment on column vpn.reissues.actor is 'Who asked for it.';
comment on column vpn.reissues.reason is 'Why.';
comment on column vpn.reissues.done_to is 'The highest id of an access that was handled.';
comment on column vpn.reissues.replaced is 'How many keys were replaced so far.';
select migrate.classify(
  'vpn.reissues', 'open', 'panel_id', 'asked_at', 'actor', 'reason', 'done_to', 'replaced'
);

-- Checks of panels, one message for each step, so that none outlasts its lease

create table vpn.panel_checks (
  id bigint generated always as identity primary key,
  panel_id bigint not null references vpn.panels,
  key text not null unique constraint key_is_of_a_check check (key ~ '^check_[0-9a-f]{8}$'),
  uuid uuid not null default gen_random_uuid(),
  asked_by text not null,
  asked_at timestamptz not null,
  began_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  succeeded boolean,
  constraint finished_has_a_result check ((finished_at is null) = (succeeded is null))
);
create index panel_checks_of_panel on vpn.panel_checks (panel_id, id);
create index panel_checks_by_age on vpn.panel_checks (asked_at);
comment on table vpn.panel_checks is 'Proofs of panels with a throwaway account, see ops.check_panel.';
comment on column vpn.panel_checks.key is 'The account''s name.';
comment on column vpn.panel_checks.uuid is 'Its VLESS identity.';
comment on column vpn.panel_checks.asked_at is 'Business time, UTC; so are all times here but began_at.';
comment on column vpn.panel_checks.began_at is
  'The machine''s time, in which panels live: from it the account''s ends are counted.';
comment on column vpn.panel_checks.finished_at is 'When the last step was done; null while it runs.';
comment on column vpn.panel_checks.succeeded is 'Whether every step did.';

create table vpn.panel_check_steps (
  check_id bigint not null references vpn.panel_checks on delete cascade,
  number smallint not null,
  step text not null,
  told text not null,
  failed boolean not null,
  done_at timestamptz not null,
  primary key (check_id, number)
);
comment on table vpn.panel_check_steps is 'What came of each step of a check.';
comment on column vpn.panel_check_steps.number is 'Their order.';
comment on column vpn.panel_check_steps.told is 'What the panel did, or why it failed.';
select
  migrate.classify(
    'vpn.panel_checks', 'open', 'id', 'panel_id', 'key', 'asked_by', 'asked_at', 'began_at', 'finished_at', 'succeeded'
  ),
  migrate.classify('vpn.panel_checks', 'secret', 'uuid'),
  migrate.classify('vpn.panel_check_steps', 'open', 'check_id', 'number', 'step', 'told', 'failed', 'done_at');

insert into outbox.kinds (name, topic, tried_until, priority, prepare, done, dead, description) values
  (
    'vpn.devices', 'vpn', 'deadline', 'receipt', 'vpn.prepare_devices', 'vpn.devices_told', null,
    'List the devices of an access; lane: devices:<access id>.'
  ),
  (
    'vpn.unbind', 'vpn', 'deadline', 'receipt', 'vpn.prepare_devices', 'vpn.devices_told', null,
    'Unbind a device of an access, or all of them; lane: devices:<access id>.'
  ),
  (
    'vpn.check', 'vpn', 'done', 'receipt', 'vpn.prepare_check', 'vpn.checked', null,
    'One step of a check of a panel; lane: check:<panel>.'
  );
