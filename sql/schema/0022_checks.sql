-- What nobody looked at is unknown, not fine. Each promise remembers when it was looked at last and what came of it;
-- a job that has not run when it should have, or fails, is an alarm; and what the shop cannot do without is not
-- deleted by a slip.

create table jobs.checks (
  name text primary key,
  checked_at timestamptz not null,
  took interval not null,
  detail text,
  error text,
  constraint found_or_failed check (num_nonnulls(detail, error) < 2)
) with (fillfactor = 50);
comment on table jobs.checks is 'The last look at each promise; one that has no row was never looked at. See ops.checks.';
comment on column jobs.checks.checked_at is 'When it was looked at; the machine''s time, UTC.';
comment on column jobs.checks.took is 'How long the look took.';
comment on column jobs.checks.detail is 'What was found broken; null when nothing was.';
comment on column jobs.checks.error is 'Why it could not be looked at; null when it could.';

-- A job is late only as of when it was scheduled: not in its first hour, nor after a year of being switched off.
alter table jobs.jobs
  add column scheduled_at timestamptz not null default clock_timestamp();
comment on column jobs.jobs.scheduled_at is
  'Since when it has been enabled with this schedule; the machine''s time, UTC.';
create function jobs.note_schedule() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  new.scheduled_at := clock_timestamp();
  return new;
end
$$;
comment on function jobs.note_schedule() is 'Trigger that notes since when a job has been scheduled as it is.';
create trigger schedules_are_dated
  before update on jobs.jobs
  for each row
  when (new.schedule <> old.schedule or new.enabled and not old.enabled)
  execute function jobs.note_schedule();

-- A promise about what was told or decided looks at what this release has seen: what was done before it, by other
-- rules, is not judged. In a new shop that is everything.
do $$
declare
  v_since timestamptz := '-infinity';
begin
  if exists (select from billing.subscriptions) and to_regprocedure('app.now()') is not null then
    execute 'select app.now()' into v_since;
  end if;
  insert into app.settings (name, value, description) values
    ('promises_since', to_jsonb(v_since), 'Business time, UTC, since when the customers'' promises are checked.');
end
$$;
insert into app.settings (name, value, description) values
  ('keep_orders_days', '90', 'How long orders that nobody paid are kept after their time was over.');

-- Only what waits to be forgotten: an order that was paid leaves this index.
create index orders_unpaid on billing.orders (expires_at, id) where status in ('open', 'cancelled');

-- What a person has to see to is looked for every minute, among what was dropped on purpose.
create index dead_letters_to_see on outbox.dead_letters (buried_at) where not dropped;

-- Whoever tells the admins something looks for them among all users.
create index users_who_are_admins on app.users (id) where is_admin;

-- Pushing a panel's accesses once more takes minutes in a large shop, so it is done in batches, in order of id.
create table vpn.reapplies (
  panel_id bigint primary key references vpn.panels,
  asked_at timestamptz not null,
  done_to bigint not null default 0,
  pushed bigint not null default 0
);
comment on table vpn.reapplies is 'Panels whose accesses are being pushed once more, see ops.reapply; a row goes when all are.';
comment on column vpn.reapplies.asked_at is 'When it was asked for last, business time, UTC.';
comment on column vpn.reapplies.done_to is 'The highest subscription id that was seen to.';
comment on column vpn.reapplies.pushed is 'How many accesses were pushed so far.';

create function app.refuse_removal() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if tg_op = 'DELETE' or new.name <> old.name then
    if exists (
      select
      from pg_proc as p
      where p.pronamespace::regnamespace::text in ('app', 'billing', 'vpn', 'inbox', 'outbox', 'jobs', 'api', 'ops')
        and p.prokind in ('f', 'p')
        and position(quote_literal(old.name) in p.prosrc) > 0
    ) then
      raise exception using
        errcode = 'TK065',
        message = format('%s.%s %s cannot be removed or renamed', tg_table_schema, tg_table_name, old.name),
        detail = 'Functions read it, and stop without it.',
        hint = 'Change its value instead.';
    end if;
  end if;
  return case tg_op when 'DELETE' then old else new end;
end
$$;
comment on function app.refuse_removal() is
  'Trigger that keeps a setting, flag or brake that functions name. Raises TK065.';
create trigger names_in_use_stay
  before delete or update of name on app.settings
  for each row execute function app.refuse_removal();
alter table app.settings enable always trigger names_in_use_stay;
create trigger names_in_use_stay
  before delete or update of name on app.flags
  for each row execute function app.refuse_removal();
alter table app.flags enable always trigger names_in_use_stay;
create trigger names_in_use_stay
  before delete or update of name on app.brakes
  for each row execute function app.refuse_removal();
alter table app.brakes enable always trigger names_in_use_stay;

create function app.refuse_loss() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  raise exception using
    errcode = 'TK001',
    message = format('%I.%I is not emptied: %s refused', tg_table_schema, tg_table_name, lower(tg_op)),
    detail = 'Its rows are what people paid for, were told or were promised.',
    hint = 'A test database is made anew instead.';
end
$$;
comment on function app.refuse_loss() is 'Trigger that refuses to lose rows that may change but never go. Raises TK001.';
do $$
declare
  v_table text;
begin
  foreach v_table in array array[
    'app.users', 'app.telegram_identities', 'app.settings', 'app.flags', 'app.brakes', 'billing.plans',
    'billing.prices', 'billing.orders', 'billing.notices', 'vpn.panels', 'vpn.access'
  ]
  loop
    execute format(
      'create trigger rows_are_not_lost before truncate on %s for each statement execute function app.refuse_loss();'
      'alter table %s enable always trigger rows_are_not_lost', v_table, v_table
    );
  end loop;
  foreach v_table in array array[
    'billing.subscriptions', 'billing.suspense', 'billing.refunds', 'billing.operations'
  ]
  loop
    execute format(
      'create trigger rows_are_not_lost before delete or truncate on %s for each statement execute function app.refuse_loss();'
      'alter table %s enable always trigger rows_are_not_lost', v_table, v_table
    );
  end loop;
end
$$;

-- What people were told, kept after the message has gone: the customers' promises ask for it. By a trigger on the
-- outbox, so that whoever forgets to tell is found out, however the rest was done.
create table app.told (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  user_id bigint,
  subscription_id bigint,
  period_number integer,
  what text not null
);
comment on table app.told is
  'Every notice that was given to the outbox, for a month: what a message was about, and nothing that it said. What became of it is in outbox.dead_letters.';
comment on column app.told.at is 'Business time, UTC.';
comment on column app.told.user_id is 'Whom; null where the subscription says it.';
comment on column app.told.period_number is 'Of the subscription; null where it was about none.';
comment on column app.told.what is 'A notice of billing.prepare_notice, or a Fluent id.';

create function outbox.note_told() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into app.told (at, user_id, subscription_id, period_number, what)
  select
    app.now(),
    case when n.payload ->> 'user_id' ~ '^\d{1,18}$' then (n.payload ->> 'user_id')::bigint end,
    case when n.payload ->> 'subscription_id' ~ '^\d{1,18}$' then (n.payload ->> 'subscription_id')::bigint end,
    case when n.payload ->> 'period_number' ~ '^\d{1,9}$' then (n.payload ->> 'period_number')::integer end,
    coalesce(n.payload ->> 'notice', n.payload ->> 'text', '?')
  from arrivals as n
  where n.kind in ('telegram.notice', 'billing.notice');
  return null;
end
$$;
comment on function outbox.note_told() is 'Trigger that remembers in app.told what people are told.';
create trigger notices_are_remembered
  after insert on outbox.messages
  referencing new table as arrivals
  for each statement execute function outbox.note_told();

-- Whether what is refunded as undelivered had been delivered is known at that moment only.
alter table billing.refunds add column applied_generation bigint;
comment on column billing.refunds.applied_generation is
  'The generation of VPN access that the panel had confirmed when a period was refunded; null for payments and for what was refunded before this was noted.';
create function billing.note_delivery() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  select a.applied_generation into new.applied_generation
  from vpn.access as a
  where a.subscription_id = new.subscription_id;
  return new;
end
$$;
comment on function billing.note_delivery() is 'Trigger that notes at a refund what of the subscription had been delivered.';
create trigger delivery_is_noted
  before insert on billing.refunds
  for each row when (new.subscription_id is not null)
  execute function billing.note_delivery();

-- Every entry of every payment locked the row of its system account for its foreign key: with eight sessions each
-- payment made a multixact of five members (4000 payments: 3929 and 18431), for anti-wraparound vacuums to come by the
-- week at hundreds a second. Accounts are never deleted and keep id and currency (accounts_stay_whose_they_are), so
-- it is enough to look that they are there.
alter table ledger.entries drop constraint entries_account_id_currency_fkey;
alter table ledger.accounts drop constraint accounts_with_currency;
create or replace function ledger.check_entries() returns trigger
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
as $$
declare
  v_transfer_id bigint;
  v_account_id bigint;
begin
  select min(n.account_id) into v_account_id
  from new_entries as n
  where (
    select a.id from ledger.accounts as a where a.id = n.account_id and a.currency = n.currency
  ) is null;
  if v_account_id is not null then
    raise foreign_key_violation using
      message = format('there is no account %s in the currency of its entry', v_account_id),
      hint = 'Money moves through ledger.post only.';
  end if;

  select min(t.transfer_id) into v_transfer_id
  from (
    select n.transfer_id
    from new_entries as n
    group by n.transfer_id, n.currency
    having sum(n.amount) <> 0
  ) as t;
  if v_transfer_id is not null then
    raise exception using
      errcode = 'TK004',
      message = format('transfer %s does not sum to zero', v_transfer_id),
      hint = 'Give every currency legs that sum to zero.';
  end if;

  select min(t.transfer_id) into v_transfer_id
  from (
    select n.transfer_id
    from new_entries as n
    group by n.transfer_id
    having count(*) <> (select count(*) from ledger.entries as e where e.transfer_id = n.transfer_id)
  ) as t;
  if v_transfer_id is not null then
    raise exception using
      errcode = 'TK001',
      message = format('transfer %s is complete: nothing can be added to it', v_transfer_id),
      hint = 'Post a new transfer.';
  end if;

  select min(n.account_id) into v_account_id
  from new_entries as n
  cross join lateral (select a.version from ledger.accounts as a where a.id = n.account_id offset 0) as a
  where num_nulls(a.version, n.account_version) = 1
    or n.account_version > a.version
    or n.balance_after - n.amount is distinct from case
      when n.account_version > 1 then (
        select e.balance_after
        from ledger.entries as e
        where e.account_id = n.account_id and e.account_version = n.account_version - 1
      )
      when n.account_version = 1 then 0
    end;
  if v_account_id is not null then
    raise exception using
      errcode = 'TK007',
      message = format('entries of account %s do not continue its balance', v_account_id),
      hint = 'Money moves through ledger.post only.';
  end if;
  return null;
end
$$;
comment on function ledger.check_entries() is
  'Trigger: a statement inserts whole transfers of accounts that there are (23503), balanced per currency (TK004), to which nothing is added later (TK001); entries of a user account continue its balance without a gap and moved its balance row (TK007).';
