-- Devices are counted where apps load a subscription: by its page. Panels are compared by their groups as well, and
-- what customers have by the links that the panels give now.

-- Devices at the page

create table vpn.page_devices (
  id bigint primary key default nextval(pg_get_serial_sequence('vpn.devices', 'id')),
  subscription_id bigint not null references billing.subscriptions,
  device_hash bytea not null constraint hash_is_a_sha256 check (length(device_hash) = 32),
  name text constraint name_is_short check (length(name) between 1 and 60),
  platform text constraint platform_is_short check (length(platform) between 1 and 30),
  bound_at timestamptz not null,
  seen_at timestamptz not null,
  unique (subscription_id, device_hash)
);
create index page_devices_by_age on vpn.page_devices (seen_at);
comment on table vpn.page_devices is
  'Devices whose apps load the address of a subscription with a device limit, if they say which device they are on. Those that were bound first have the places. A row goes when its user unbinds it, when the address is replaced, or when it was not seen for 30 days.';
comment on column vpn.page_devices.id is 'What buttons name it by; of the same sequence as vpn.devices.id, so that a number is one of either.';
comment on column vpn.page_devices.device_hash is
  'SHA-256 of the address''s token, a colon and what the app calls the device (x-hwid): it says nothing without the token, and ends with it.';
comment on column vpn.page_devices.name is 'Its model, as the app says.';
comment on column vpn.page_devices.platform is 'Its operating system, as the app says.';
comment on column vpn.page_devices.bound_at is 'When it was first seen, business time, UTC.';
comment on column vpn.page_devices.seen_at is 'When it was seen last, within an hour, business time, UTC.';
select
  migrate.classify('vpn.page_devices', 'open', 'id', 'subscription_id', 'platform', 'bound_at', 'seen_at'),
  migrate.classify('vpn.page_devices', 'personal', 'device_hash', 'name');

-- In a shop that runs, nobody loses a device by an upgrade: its owner switches it on.
insert into app.flags (name, enabled, description)
select
  'device_limit', not exists (select from app.users),
  'Giving no links to a device beyond the limit of a plan. Devices are counted all the same.';
insert into app.flags (name, enabled, description) values
  ('device_ids', false, 'Giving links of plans with a device limit only to apps that say which device they are on.');

-- Panels of 3x-ui counted addresses unless they were told otherwise; those that exist go on.
update vpn.panels as p
set options = p.options || '{"device_limit": "ip"}'
where p.kind = '3x-ui' and not p.options ? 'device_limit';

-- What a panel has

alter table vpn.observed add column groups text[];
comment on column vpn.observed.groups is
  'For which accesses its inbounds, squads or groups are those of the panel''s options: full, restricted; null where the panel does not tell.';
alter table vpn.drift
  drop constraint difference_is_known,
  add constraint difference_is_known check (
    difference in (
      'missing', 'other_uuid', 'other_end', 'other_generation', 'other_limits', 'other_groups', 'disabled', 'unwanted',
      'unknown'
    )
  );
comment on column vpn.drift.difference is
  'missing; other_uuid, other_end, other_generation, other_limits, other_groups, disabled: than was confirmed; unwanted: is there and should have gone; unknown: carries our mark, and nothing proves that it is ours.';
alter table vpn.panel_states
  add column links_differ_since timestamptz,
  add column links_sent_at timestamptz;
comment on column vpn.panel_states.links_differ_since is
  'Since when it gives other links than customers have, business time, UTC; null while it gives the same.';
comment on column vpn.panel_states.links_sent_at is
  'When all its accesses were sent again because of that, business time, UTC; null when they were not.';
select
  migrate.classify('vpn.observed', 'open', 'groups'),
  migrate.classify('vpn.panel_states', 'open', 'links_differ_since', 'links_sent_at');

-- Options say what an access gets at a panel, and where its links lead.
create function vpn.send_with_new_options() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into vpn.reapplies (panel_id, asked_at)
  values (new.id, app.now())
  on conflict (panel_id) do update
  set asked_at = excluded.asked_at, done_to = 0, pushed = 0;
  return null;
end
$$;
comment on function vpn.send_with_new_options() is
  'Has all accesses of a panel whose options changed sent again, see vpn.reapplies.';
create trigger accesses_are_sent_with_new_options
  after update of options on vpn.panels
  for each row when (old.options is distinct from new.options)
  execute function vpn.send_with_new_options();
alter table vpn.panels enable always trigger accesses_are_sent_with_new_options;
