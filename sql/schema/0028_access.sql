-- What a subscription's access should be is one thing, where it is another. vpn.desired says once for each subscription
-- what is desired; vpn.access has a row for each panel that it is on, with a generation, a link and a lane of its own.
-- Access that is to leave a panel stays there until the one that takes its place works.
--
-- The first access of a subscription keeps the subscription's id as its own, so that messages which wait in lanes of
-- the release before, and answers to those in flight, are still about it.
--
-- A big shop pays one rewrite of vpn.access: a million rows take ten seconds.

drop view if exists
  billing.undelivered_periods, ops.reapplies, ops.violations_of_vpn, ops.broken_promises_of_money,
  ops.broken_promises_of_renewal cascade;

alter table vpn.panels
  add column country text constraint country_is_iso check (country ~ '^[A-Z]{2}$'),
  add column capacity integer constraint capacity_is_not_negative check (capacity >= 0),
  add column weight integer not null default 1 constraint weight_is_positive check (weight > 0),
  add column draining boolean not null default false,
  add constraint nothing_new_while_draining check (not (draining and enabled));
comment on column vpn.panels.country is 'Where it stands, ISO 3166; plans may ask for it. Null when nobody is to ask.';
comment on column vpn.panels.capacity is 'Most accesses that are placed here while they are to be present; null for no limit.';
comment on column vpn.panels.weight is 'Its share of what is placed, against the weights of the others.';
comment on column vpn.panels.draining is 'Whether what is here moves to other panels, see ops.drain_panel.';

alter table billing.plans
  add column panels smallint not null default 1 constraint panels_is_positive check (panels > 0),
  add column places text[] constraint places_name_something check (cardinality(places) > 0);
comment on column billing.plans.panels is 'On how many panels its access is.';
comment on column billing.plans.places is 'Where it may be: countries (DE) and panels by their code; null for anywhere.';

-- No index names what a renewal or an expiry changes (generation, presence, end): those stay HOT updates. Which
-- subscriptions want for a panel changes seldom.
create table vpn.desired (
  subscription_id bigint primary key references billing.subscriptions,
  generation bigint not null default 1 constraint generation_is_positive check (generation > 0),
  present boolean not null,
  expires_at timestamptz not null,
  device_limit integer constraint device_limit_is_positive check (device_limit > 0),
  data_limit bigint constraint data_limit_is_positive check (data_limit > 0),
  panels smallint not null default 1 constraint panels_is_positive check (panels > 0),
  places text[],
  missing smallint not null constraint missing_is_not_negative check (missing >= 0)
) with (fillfactor = 80);
comment on table vpn.desired is
  'What the access of a subscription should be. Its row is the lock for all of the subscription''s accesses.';
comment on column vpn.desired.generation is 'Rises with every change; panels confirm generations, see vpn.access.';
comment on column vpn.desired.present is 'Whether the user is to exist at the panels.';
comment on column vpn.desired.expires_at is
  'Pushed with every change, so that the panels end the access by themselves; UTC.';
comment on column vpn.desired.device_limit is 'Devices at a time; null for no limit.';
comment on column vpn.desired.data_limit is 'Traffic in bytes; null for no limit.';
comment on column vpn.desired.panels is 'On how many panels it is to be.';
comment on column vpn.desired.places is 'Where: countries and panels by their code; null for anywhere.';
comment on column vpn.desired.missing is 'How many of these panels are not found yet, see vpn.place.';

insert into vpn.desired (subscription_id, generation, present, expires_at, missing)
select
  a.subscription_id, a.desired_generation, a.desired_present, a.desired_expires_at,
  case when a.panel_id is null then 1 else 0 end
from vpn.access as a
order by a.subscription_id;
create index desired_without_a_panel on vpn.desired (subscription_id) where missing > 0;
create trigger rows_are_not_lost before truncate on vpn.desired for each statement execute function app.refuse_loss();
alter table vpn.desired enable always trigger rows_are_not_lost;

-- What is on no panel was made known to nobody: it gets a new identity when it is placed.
delete from vpn.access as a where a.panel_id is null;
drop index vpn.access_without_a_panel;
alter table vpn.access
  drop constraint access_pkey,
  drop constraint access_subscription_id_fkey,
  drop constraint nothing_applied_that_was_not_desired,
  drop column desired_generation,
  drop column desired_present,
  drop column desired_expires_at,
  alter column panel_id set not null,
  add column id bigint,
  add column state text not null default 'serving'
    constraint state_is_known check (state in ('serving', 'retiring', 'leaving'));
alter table vpn.access alter column id type bigint using subscription_id;
alter table vpn.access
  alter column id set not null,
  alter column id add generated by default as identity,
  add primary key (id),
  add constraint access_of_subscription unique (subscription_id, panel_id),
  add constraint access_subscription_id_fkey foreign key (subscription_id) references vpn.desired,
  add constraint applied_is_not_negative check (applied_generation >= 0);
select setval(
  pg_get_serial_sequence('vpn.access', 'id'), (select coalesce(max(s.id), 0) + 1 from billing.subscriptions as s), false
);
create index access_of_panel on vpn.access (panel_id, state, id);
comment on table vpn.access is
  'The access of a subscription at one panel, and what that panel confirmed. Its id is its lane. What it should be is in vpn.desired.';
comment on column vpn.access.key is 'Name of the user at the panel, s_<id>; never reused.';
comment on column vpn.access.state is
  'serving; retiring: is there until what takes its place works; leaving: the panel is to forget it, and the row goes when it has.';
comment on column vpn.access.panel_id is 'Where it is.';

alter type vpn.answer rename attribute subscription_id to access_id;
comment on type vpn.answer is 'What a panel confirmed of an access.';
comment on column vpn.reapplies.done_to is 'The highest access id that was seen to.';
comment on column billing.periods.generation is
  'The generation of VPN access that it asked for first: delivered once the applied_generation of one of its accesses has reached it.';

-- What waits for a panel is placed as soon as one takes it: the first of it at once, the rest by the job place_access.
create or replace function vpn.place_waiting() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  perform vpn.place_batch(1000);
  return null;
end
$$;

create or replace function billing.note_delivery() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  select coalesce(max(a.applied_generation), 0) into new.applied_generation
  from vpn.access as a
  where a.subscription_id = new.subscription_id and a.state <> 'leaving';
  return new;
end
$$;

select
  migrate.classify('vpn.panels', 'open', 'country', 'capacity', 'weight', 'draining'),
  migrate.classify('billing.plans', 'open', 'panels', 'places'),
  migrate.classify(
    'vpn.desired', 'open', 'subscription_id', 'generation', 'present', 'expires_at', 'device_limit', 'data_limit',
    'panels', 'places', 'missing'
  ),
  migrate.classify('vpn.access', 'open', 'id', 'state');
delete from migrate.columns as c
where c.relation = 'vpn.access'::regclass
  and c.name in ('desired_generation', 'desired_present', 'desired_expires_at');
