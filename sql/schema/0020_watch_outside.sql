-- What is known of the outside: which topics call one and the same system, where Telegram sends updates, by which key
-- people are known, and of what the processes have told the admins themselves.

-- Telegram bans a bot, not a queue: what asks one topic to wait stops every topic that calls the same system.
alter table outbox.topics add column calls text constraint calls_is_a_word check (calls ~ '^[a-z][a-z0-9_]{0,31}$');
comment on column outbox.topics.calls is
  'The system that its consumer calls, where several topics call the same one: a pause that it asks for stops them all. Null when no other topic does.';
update outbox.topics as t set calls = 'telegram' where t.name in ('telegram', 'inbox');

create table outbox.telegram_look (
  only_one boolean primary key default true constraint there_is_one check (only_one),
  looked_at timestamptz not null,
  problem text
);
comment on table outbox.telegram_look is
  'What the bot saw when it last asked Telegram where updates go and how their delivery went. No row before the first look.';
comment on column outbox.telegram_look.looked_at is 'The machine''s time, UTC.';
comment on column outbox.telegram_look.problem is 'What is wrong, in words for an operator; null when all is well.';

create table app.identity_key (
  only_one boolean primary key default true constraint there_is_one check (only_one),
  fingerprint bytea not null constraint fingerprint_is_sha256 check (length(fingerprint) = 32)
);
comment on table app.identity_key is
  'By which key the hashes of app.users were made. A bot with another key does not start: each trial could be had again.';
comment on column app.identity_key.fingerprint is
  'HMAC-SHA-256 of a fixed text under the key IDENTITY_KEY; tells nothing about the key.';

create table outbox.troubles (
  name text primary key,
  detail text not null,
  since timestamptz not null default clock_timestamp(),
  told_by text not null
);
comment on table outbox.troubles is
  'Troubles that a process has told the admins directly, past jobs and outbox, and that last. One process tells, the others see it here.';
comment on column outbox.troubles.name is 'The check, as in /ready.';
comment on column outbox.troubles.since is 'When it was told, the machine''s time, UTC.';
comment on column outbox.troubles.told_by is 'The process: bot or listener.';
