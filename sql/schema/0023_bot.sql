-- A ban and a new token are daily life: another bot goes on with the same database. Its updates have numbers of their
-- own, so they have a source of their own (telegram_<id of the bot>), and the messages that its predecessor left as
-- screens are not its own.
create table app.bot (
  only_one boolean primary key default true constraint there_is_one check (only_one),
  id bigint not null,
  since timestamptz not null
);
comment on table app.bot is 'Which bot of Telegram the shop speaks through. No row before the first one has started.';
comment on column app.bot.id is 'Its id at Telegram, the number before the colon of its token.';
comment on column app.bot.since is 'Since when it is this one, UTC; -infinity for the first.';

alter table app.telegram_identities add column screen_at timestamptz;
comment on column app.telegram_identities.screen_at is
  'When screen_message_id was noted, UTC; null for one of before release 0.2. What is older than the bot is none of its messages.';

comment on column inbox.updates.source is 'Who sent it: telegram_<id of the bot>, or a payment provider.';
