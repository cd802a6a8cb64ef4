-- What begins, begins. What a plan gives at the panels is frozen with the period that was sold; what is desired there
-- follows the period that runs, and a job acts when another one begins, or its traffic is to be counted anew.

alter table billing.plans
  add column traffic_reset text not null default 'never'
    constraint traffic_reset_is_known check (traffic_reset in ('never', 'period', 'month')),
  add column traffic_carry_over boolean not null default false,
  add column version integer not null default 1;
-- So the limit was described until now, and it holds for what was sold.
update billing.plans as p set traffic_reset = 'period' where p.data_limit_bytes is not null;
alter table billing.plans
  add constraint limited_traffic_is_reset check (traffic_reset = 'never' or data_limit_bytes is not null),
  add constraint reset_traffic_is_carried_over check (not traffic_carry_over or traffic_reset <> 'never');
comment on column billing.plans.data_limit_bytes is
  'Traffic in bytes until it is counted anew, see traffic_reset; null for no limit.';
comment on column billing.plans.traffic_reset is
  'When traffic is counted anew: with each period that begins, a gift too (period); each month since the plan began without a break (month); or only when it begins after a break or another plan (never).';
comment on column billing.plans.traffic_carry_over is
  'Whether what was not used is kept: instead of counting anew, the limit grows by data_limit_bytes each time.';
comment on column billing.plans.version is 'The row of billing.plan_versions that it is now, which what is sold from now on gets.';

-- Periods refer to what they were sold with; an edit of a plan makes the next version.
create table billing.plan_versions (
  plan_id bigint not null references billing.plans,
  version integer not null constraint version_is_positive check (version > 0),
  device_limit integer,
  data_limit_bytes bigint,
  traffic_reset text not null,
  traffic_carry_over boolean not null,
  panels smallint not null,
  places text[],
  valid_from timestamptz not null,
  primary key (plan_id, version)
);
comment on table billing.plan_versions is
  'What a plan gives at the panels, each time that it was changed; a period keeps the version that it was sold with. Columns are those of billing.plans.';
comment on column billing.plan_versions.valid_from is 'Since when it was sold like this, business time, UTC; the first: since it was noted.';
insert into billing.plan_versions (
  plan_id, version, device_limit, data_limit_bytes, traffic_reset, traffic_carry_over, panels, places, valid_from
)
select
  p.id, p.version, p.device_limit, p.data_limit_bytes, p.traffic_reset, p.traffic_carry_over, p.panels, p.places, now()
from billing.plans as p;
create trigger plan_versions_are_append_only
  before update or delete or truncate on billing.plan_versions
  for each statement execute function app.refuse_change();
alter table billing.plan_versions enable always trigger plan_versions_are_append_only;

create function billing.number_plan_version() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  new.version := case
    when tg_op = 'INSERT' then 1
    when (
      new.device_limit, new.data_limit_bytes, new.traffic_reset, new.traffic_carry_over, new.panels, new.places
    ) is distinct from (
      old.device_limit, old.data_limit_bytes, old.traffic_reset, old.traffic_carry_over, old.panels, old.places
    ) then old.version + 1
    else old.version
  end;
  return new;
end
$$;
comment on function billing.number_plan_version() is
  'Trigger that gives a plan its next version when what it gives at the panels changes.';
create function billing.keep_plan_version() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into billing.plan_versions (
    plan_id, version, device_limit, data_limit_bytes, traffic_reset, traffic_carry_over, panels, places, valid_from
  )
  values (
    new.id, new.version, new.device_limit, new.data_limit_bytes, new.traffic_reset, new.traffic_carry_over, new.panels,
    new.places, app.now()
  )
  on conflict (plan_id, version) do nothing;
  return null;
end
$$;
comment on function billing.keep_plan_version() is 'Trigger that writes the version of a plan that is new.';
create trigger versions_are_numbered
  before insert or update on billing.plans
  for each row execute function billing.number_plan_version();
create trigger versions_are_kept
  after insert or update on billing.plans
  for each row execute function billing.keep_plan_version();
alter table billing.plans enable always trigger versions_are_numbered;
alter table billing.plans enable always trigger versions_are_kept;
-- Deferred, because a plan comes before its first version.
alter table billing.plans
  add constraint version_is_kept foreign key (id, version) references billing.plan_versions
    deferrable initially deferred;

-- What was sold before is of version 1, the plan as it is now: a constant, so that no row is written. Nor are they
-- looked at: their plans are known to exist, and each plan has its version 1.
alter table billing.periods
  add column plan_version integer not null default 1,
  add constraint is_of_a_version_of_its_plan
    foreign key (plan_id, plan_version) references billing.plan_versions not valid,
  drop constraint periods_plan_id_fkey;
alter table billing.periods alter column plan_version drop default;
comment on column billing.periods.plan_version is
  'What of its plan it gives, see billing.plan_versions; 1 for one of before this column.';

create type billing.free_period as (
  number integer,
  plan_id bigint,
  plan_version integer,
  length interval
);
comment on type billing.free_period is 'What is left of a period that was given free of charge, see billing.free_periods.';

-- No index but its own knows it, and it is null for nearly all, so that renewals write as little as before.
alter table billing.subscriptions
  add column begin_at timestamptz,
  add constraint begins_while_active check (begin_at is null or status = 'active');
create index subscriptions_to_begin
  on billing.subscriptions (date_bin('1 minute', begin_at, 'epoch'), id) where begin_at is not null;
comment on column billing.subscriptions.begin_at is
  'When the job begin_due looks at it: something begins that panels are to hear of, or may be. UTC; null for nothing.';
comment on column billing.subscriptions.plan_id is 'Plan of the last period; the one that runs: billing.current_plan.';

create type vpn.entitlement as (
  subscription_id bigint,
  device_limit integer,
  data_limit bigint,
  traffic_from timestamptz,
  panels smallint,
  places text array,
  until timestamptz
);
comment on type vpn.entitlement is
  'What a subscription gives at the panels by the period that runs, see vpn.desired. traffic_from: null where traffic has no limit; until: when to look again, null when nothing follows. UTC.';

alter table vpn.desired
  add column device_limit integer,
  add column data_limit bigint,
  add column traffic_from timestamptz;
comment on column vpn.desired.device_limit is 'Devices at a time; null for no limit.';
comment on column vpn.desired.data_limit is 'Traffic since traffic_from, bytes; null for no limit.';
comment on column vpn.desired.traffic_from is
  'From when traffic is counted, UTC: only ever later, and a panel that counts from before counts anew. Null where it never had a limit.';
comment on column vpn.desired.panels is 'On how many panels it is to be, as the period that runs was sold.';
comment on column vpn.desired.places is 'Where, as that was sold: countries and panels by their code; null for anywhere.';
alter table vpn.access add column traffic_from timestamptz;
comment on column vpn.access.traffic_from is
  'From when the panel counts traffic, as it confirmed: an earlier time than the desired one means that it is to count anew. Null where it was never told.';
alter type vpn.answer add attribute traffic_from timestamptz;

-- Panels were told the limits of the plan that runs, and are told the same from now on: nothing is sent anew, and
-- traffic counts on from where it is. Only what has limits is written, by which a million subscriptions take half a
-- minute. What waits to begin, and what was placed by a plan that has been left since, the job looks at in its first
-- minutes.
do $$
declare
  v_now timestamptz;
begin
  if not exists (select from vpn.desired) then
    return;
  end if;
  v_now := app.now();

  create temporary table running on commit drop as
  select s.id, coalesce((p.period).plan_id, billing.plan_of_period(p.period), s.plan_id) as plan_id, (p.period).number as number
  from billing.subscriptions as s
  join vpn.desired as d on d.subscription_id = s.id
  cross join lateral (
    select q as period
    from billing.periods as q
    where q.subscription_id = s.id and q.closed_at is distinct from q.starts_at and q.starts_at <= v_now
    order by q.number desc
    limit 1
  ) as p
  where d.present and s.status = 'active';
  analyze pg_temp.running;

  update vpn.desired as d
  set
    device_limit = l.device_limit,
    data_limit = l.data_limit_bytes,
    traffic_from = case when l.data_limit_bytes is not null then v_now end
  from pg_temp.running as n
  join billing.plans as l on l.id = n.plan_id
  where d.subscription_id = n.id and num_nonnulls(l.device_limit, l.data_limit_bytes) > 0;
  update vpn.access as a
  set traffic_from = d.traffic_from
  from vpn.desired as d
  where d.subscription_id = a.subscription_id and d.traffic_from is not null;

  update billing.subscriptions as s
  set begin_at = v_now
  from pg_temp.running as n
  join billing.plans as l on l.id = n.plan_id
  join vpn.desired as d on d.subscription_id = n.id
  where s.id = n.id
    and (
      l.traffic_reset <> 'never'
      or (d.panels, d.places) is distinct from (l.panels, l.places)
      or exists (
        select
        from billing.periods as q
        where q.subscription_id = n.id
          and q.number > n.number
          and q.closed_at is distinct from q.starts_at
          and q.plan_id is distinct from n.plan_id
      )
    );
end
$$;

select
  migrate.classify('billing.plans', 'open', 'traffic_reset', 'traffic_carry_over', 'version'),
  migrate.classify(
    'billing.plan_versions', 'open', 'plan_id', 'version', 'device_limit', 'data_limit_bytes', 'traffic_reset',
    'traffic_carry_over', 'panels', 'places', 'valid_from'
  ),
  migrate.classify('billing.periods', 'open', 'plan_version'),
  migrate.classify('billing.subscriptions', 'open', 'begin_at'),
  migrate.classify('vpn.desired', 'open', 'device_limit', 'data_limit', 'traffic_from'),
  migrate.classify('vpn.access', 'open', 'traffic_from');
