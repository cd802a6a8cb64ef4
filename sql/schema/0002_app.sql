-- People, settings, switches and the record of who did what. The person's Telegram identity stands in a
-- table of its own, so that it can be erased while money keeps pointing at the surrogate id.

create table app.users (
  id bigint generated always as identity primary key,
  identity_hash bytea not null unique
    constraint identity_hash_is_sha256 check (octet_length(identity_hash) = 32),
  locale text not null default 'en' constraint locale_is_known check (locale in ('en', 'ru')),
  locale_chosen boolean not null default false,
  timezone text not null default 'UTC',
  is_admin boolean not null default false,
  created_at timestamptz not null
);
comment on table app.users is 'A person, by surrogate id. Holds nothing that names the person.';
comment on column app.users.identity_hash is
  'HMAC-SHA256 of the Telegram id under a key that only the bot has; outlives the erasure of the identity, so that a trial stays used.';
comment on column app.users.locale is 'Language of the screens and notices.';
comment on column app.users.locale_chosen is 'Whether the person picked the language; until then /start asks, once.';
comment on column app.users.timezone is 'IANA zone, for display and quiet hours only; all arithmetic is in UTC.';

create table app.telegram_identities (
  user_id bigint primary key references app.users,
  telegram_id bigint not null unique,
  username text,
  first_name text,
  screen_message_id bigint,
  unreachable_since timestamptz,
  updated_at timestamptz not null
);
comment on table app.telegram_identities is 'Who a user is on Telegram. Personal data: the row is deleted when the person asks for it.';
comment on column app.telegram_identities.telegram_id is 'Telegram user id; in a private chat also the chat id.';
comment on column app.telegram_identities.screen_message_id is 'The one message that the bot edits in place.';
comment on column app.telegram_identities.unreachable_since is 'Set when Telegram answered that the bot is blocked or the chat is gone; null when messages arrive.';

create table app.settings (
  name text primary key,
  value jsonb not null,
  description text not null,
  updated_at timestamptz not null default pg_catalog.now()
);
comment on table app.settings is 'Business settings that an owner changes without a deployment. Secrets never stand here.';

create table app.flags (
  name text primary key,
  enabled boolean not null,
  description text not null,
  updated_at timestamptz not null default pg_catalog.now()
);
comment on table app.flags is 'Kill switches. What is off is refused with a clear outcome or recorded as skipped; nothing is lost.';

create table app.audit (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  actor text not null,
  action text not null,
  subject text not null,
  subject_id bigint not null,
  before jsonb,
  after jsonb,
  reason text
);
create index audit_by_subject on app.audit (subject, subject_id, id);
comment on table app.audit is 'Append-only record of every change of business state.';
comment on column app.audit.at is 'Business time (app.now()), UTC.';
comment on column app.audit.actor is 'user:<id>, admin:<id>, job:<name>, provider:<name> or system.';
comment on column app.audit.action is 'What was done, in dotted lower case: trial.started, subscription.expired.';
comment on column app.audit.subject is 'Kind of the thing changed: user, order, subscription, payment, setting, flag.';

create table app.conversations (
  telegram_id bigint not null,
  chat_id bigint not null,
  state text,
  data jsonb not null default '{}',
  updated_at timestamptz not null,
  primary key (chat_id, telegram_id)
);
comment on table app.conversations is 'State of a dialogue with the bot (aiogram FSM), so that any bot process can go on with it.';

create function app.refuse_change() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  raise exception using
    errcode = 'TK001',
    message = format('%I.%I is append-only: %s refused', tg_table_schema, tg_table_name, lower(tg_op)),
    detail = 'Rows of this table are never updated or deleted, not even by its owner.',
    hint = 'Record a new fact instead; money is corrected with ledger.reverse().';
end
$$;
comment on function app.refuse_change() is 'Trigger that keeps a table append-only. Raises TK001.';

create trigger audit_is_append_only
  before update or delete or truncate on app.audit
  for each statement execute function app.refuse_change();
alter table app.audit enable always trigger audit_is_append_only;

insert into app.settings (name, value, description) values
  ('currency', '"RUB"', 'Currency of prices and balances, ISO 4217.'),
  ('trial_hours', '72', 'Length of the free trial.'),
  ('trial_plan', '"basic"', 'Code of the plan that a trial gives.'),
  ('order_minutes', '30', 'How long an order stays open.'),
  ('topup_presets', '[25000, 75000, 99900]', 'Amounts offered for a top-up, minor units.'),
  ('topup_min', '10000', 'Smallest top-up, minor units.'),
  ('topup_max', '10000000', 'Largest top-up, minor units.'),
  ('keep_job_runs_days', '30', 'How long jobs.run and cron.job_run_details are kept.'),
  ('keep_inbox_days', '7', 'How long processed updates are remembered; Telegram repeats for one day.');

insert into app.flags (name, enabled, description) values
  ('trials', true, 'Giving free trials.'),
  ('purchases', true, 'Selling subscriptions.'),
  ('topups', true, 'Taking money for balances.'),
  ('expiry', true, 'Ending subscriptions whose time has come.');
