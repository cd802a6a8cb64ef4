-- Broadcasts: one message to many people, written by an admin. Who gets it is decided when it starts, and recorded
-- person by person, so that a restart, a pause or an edit never sends it twice. The outbox holds only a little more
-- than what goes out in the next seconds (broadcast.feed): a pause or an end takes hold at once.
--
-- Nothing existing is rewritten.

create schema broadcast;
comment on schema broadcast is 'Messages to many people: what they say, who gets them, and what became of each.';

create table broadcast.broadcasts (
  id bigint generated always as identity primary key,
  request uuid not null unique,
  kind text not null constraint kind_is_known check (kind in ('important', 'offer')),
  segment text not null constraint segment_is_known check (
    segment in (
      'all', 'active', 'trial', 'expired', 'never_paid', 'never_connected', 'language', 'plan', 'view'
    )
  ),
  argument text,
  status text not null default 'draft' constraint status_is_known check (
    status in ('draft', 'scheduled', 'sending', 'paused', 'finished', 'cancelled', 'deleting', 'deleted')
  ),
  b_share smallint constraint b_share_is_a_part check (b_share between 1 and 99),
  compare_days smallint not null default 7 constraint compare_days_are_some check (compare_days between 1 and 60),
  version integer not null default 1,
  last_slice bigint not null default 0,
  created_by text not null,
  steward_id bigint references app.users,
  progress_message_id bigint,
  created_at timestamptz not null,
  starts_at timestamptz,
  started_at timestamptz,
  ended_at timestamptz,
  pause_reason text,
  result jsonb,
  constraint some_segments_have_an_argument check ((segment in ('language', 'plan', 'view')) = (argument is not null)),
  constraint started_once_it_sends check (
    started_at is not null or status in ('draft', 'scheduled', 'cancelled')
  ),
  constraint scheduled_for_a_time check (status <> 'scheduled' or starts_at is not null)
);
create index broadcasts_at_work on broadcast.broadcasts (id)
where status in ('scheduled', 'sending', 'paused', 'deleting');
create index broadcasts_by_age on broadcast.broadcasts (ended_at) where ended_at is not null and result is null;
comment on table broadcast.broadcasts is
  'A message to many, its state and its settings; what it says is in broadcast.contents, who gets it in broadcast.recipients.';
comment on column broadcast.broadcasts.request is 'Identifies the form or the call that made it: a repeated one makes no second.';
comment on column broadcast.broadcasts.kind is
  'important: maintenance, security; everybody of the segment gets it, at any hour. offer: not those who want no tips and offers, and not in quiet hours.';
comment on column broadcast.broadcasts.segment is
  'Who gets it, see broadcast.segment_users; with argument: a language, the code of a plan, or the name of a view ops.segment_<argument>.';
comment on column broadcast.broadcasts.status is
  'draft, scheduled, sending (what was edited is being changed, too), paused, finished, cancelled; deleting and deleted: taken out of the chats again.';
comment on column broadcast.broadcasts.b_share is 'How many of a hundred get variant b; null when nothing is compared.';
comment on column broadcast.broadcasts.compare_days is 'Payments within so many days after the message count for its variant.';
comment on column broadcast.broadcasts.version is 'Grows with each change of its contents; see broadcast.recipients.version.';
comment on column broadcast.broadcasts.last_slice is 'Number of the last slice that was given to the outbox.';
comment on column broadcast.broadcasts.created_by is 'Who made it, as in app.audit.';
comment on column broadcast.broadcasts.steward_id is 'The admin in whose chat its progress is shown; null for nobody.';
comment on column broadcast.broadcasts.progress_message_id is 'The message there that shows it; null before the first.';
comment on column broadcast.broadcasts.created_at is 'Business time, UTC.';
comment on column broadcast.broadcasts.starts_at is 'When it is to start, UTC; null until that is decided.';
comment on column broadcast.broadcasts.started_at is 'When its recipients were decided, UTC.';
comment on column broadcast.broadcasts.ended_at is 'When the last one was done, or it was cancelled, UTC.';
comment on column broadcast.broadcasts.pause_reason is 'Why it is or was paused, by whom or by what Telegram refused; null if it never was.';
comment on column broadcast.broadcasts.result is 'What broadcast.figures said when its recipients were deleted; null before.';

create table broadcast.contents (
  broadcast_id bigint not null references broadcast.broadcasts on delete cascade,
  variant text not null constraint variant_is_known check (variant in ('a', 'b')),
  locale text not null constraint locale_is_a_word check (locale ~ '^[a-z]{2,3}$'),
  body text not null,
  media text constraint media_is_known check (media in ('photo', 'video')),
  file_id text,
  buttons jsonb not null default '[]',
  version integer not null,
  tested_at timestamptz,
  test_error text,
  primary key (broadcast_id, variant, locale),
  constraint a_file_is_of_a_kind check ((media is null) = (file_id is null)),
  constraint something_is_said check (body <> '' or media is not null)
);
comment on table broadcast.contents is 'What a broadcast says, by variant and language.';
comment on column broadcast.contents.locale is 'Language of the reader; any: of all for whom there is no other text.';
comment on column broadcast.contents.body is
  'HTML of Telegram: at most 4096 characters as they are read, 1024 below a picture or video.';
comment on column broadcast.contents.file_id is 'Telegram''s id of the picture or video, which this bot has to know.';
comment on column broadcast.contents.buttons is
  '[{"place": ...} or {"url": ...}, each with a "label" or, for a place, without: then it is the usual one in the reader''s language], one per row.';
comment on column broadcast.contents.version is 'The version of the broadcast at its last change.';
comment on column broadcast.contents.tested_at is
  'When a test of it, as it is now, was delivered to an admin, UTC; without one it does not start.';
comment on column broadcast.contents.test_error is 'Why Telegram refused the test; null when it did not.';

create table broadcast.recipients (
  broadcast_id bigint not null references broadcast.broadcasts on delete cascade,
  user_id bigint not null references app.users,
  variant text not null constraint variant_is_known check (variant in ('a', 'b')),
  state text not null default 'waiting' constraint state_is_known check (
    state in ('waiting', 'sent', 'unreachable', 'failed', 'unknown', 'skipped', 'deleted')
  ),
  task text constraint task_is_known check (task in ('send', 'edit', 'delete')),
  slice bigint,
  not_before timestamptz not null,
  version integer,
  message_id bigint,
  sent_at timestamptz,
  tapped_at timestamptz,
  left_as_is boolean not null default false,
  primary key (broadcast_id, user_id),
  constraint a_task_is_of_a_slice check (task is null or slice is not null)
) with (fillfactor = 80);
create index recipients_waiting on broadcast.recipients (broadcast_id, not_before, user_id)
where state = 'waiting' and task is null;
create index recipients_in_outbox on broadcast.recipients (broadcast_id) where task is not null;
create index recipients_to_change on broadcast.recipients (broadcast_id, version)
where state = 'sent' and task is null and message_id is not null;
create index recipients_by_user on broadcast.recipients (user_id);
comment on table broadcast.recipients is
  'Who gets a broadcast, decided when it starts, and what became of it. No personal data but the id of the message, which goes when the person is erased.';
comment on column broadcast.recipients.state is
  'waiting; sent; unreachable (the bot is blocked, the chat is gone); failed (Telegram refused); unknown (it may have arrived, and is not sent again); skipped (cancelled, or he wants no offers by now); deleted (taken back).';
comment on column broadcast.recipients.task is 'What waits in the outbox, or is on its way; null for nothing.';
comment on column broadcast.recipients.slice is 'With which slice the last task was given to the outbox.';
comment on column broadcast.recipients.not_before is 'Not sent before, UTC: offers wait for the end of quiet hours.';
comment on column broadcast.recipients.version is 'Which version of the contents he reads.';
comment on column broadcast.recipients.message_id is 'The message in his chat; null before, and once he is erased.';
comment on column broadcast.recipients.sent_at is 'When it arrived, business time, UTC.';
comment on column broadcast.recipients.tapped_at is
  'When he first tapped a button that leads into the bot, UTC (Telegram does not tell about links).';
comment on column broadcast.recipients.left_as_is is 'Whether a later change or deletion of the message was refused.';

insert into app.settings (name, value, description) values
  ('keep_broadcasts_days', '90', 'How long who got which broadcast is kept; the figures stay.');

-- In doubt, a message is not repeated: who gets an offer twice is annoyed twice. All that comes after it says
-- what is to be, and can be repeated.
insert into outbox.kinds (name, topic, in_doubt, prepare, done, done_batch, dead, priority, description) values
  (
    'broadcast.message', 'telegram', 'drop', 'broadcast.prepare_message', null, 'broadcast.messages_sent',
    'broadcast.message_dead', 'broadcast', 'A broadcast to one recipient; lane: Telegram chat id.'
  ),
  (
    'broadcast.correction', 'telegram', 'repeat', 'broadcast.prepare_correction', null, 'broadcast.messages_changed',
    'broadcast.change_dead', 'broadcast', 'A broadcast that was edited after it was sent; lane: Telegram chat id.'
  ),
  (
    'broadcast.deletion', 'telegram', 'repeat', 'broadcast.prepare_deletion', null, 'broadcast.messages_changed',
    'broadcast.change_dead', 'broadcast', 'A broadcast that is taken out of a chat; lane: Telegram chat id.'
  ),
  (
    'broadcast.sample', 'telegram', 'repeat', 'broadcast.prepare_sample', 'broadcast.sample_sent', null,
    'broadcast.sample_dead', 'answer', 'A test of a broadcast to an admin; lane: Telegram chat id.'
  ),
  (
    'broadcast.progress', 'telegram', 'repeat', 'broadcast.prepare_progress', 'broadcast.progress_shown', null,
    null, 'notice', 'How far a broadcast is, in the chat of the admin who started it; lane: Telegram chat id.'
  );

select
  migrate.classify(
    'broadcast.broadcasts', 'open', 'id', 'request', 'kind', 'segment', 'argument', 'status', 'b_share', 'compare_days',
    'version', 'last_slice', 'created_by', 'steward_id', 'progress_message_id', 'created_at', 'starts_at',
    'started_at', 'ended_at', 'pause_reason', 'result'
  ),
  migrate.classify(
    'broadcast.contents', 'open', 'broadcast_id', 'variant', 'locale', 'body', 'media', 'file_id', 'buttons', 'version',
    'tested_at', 'test_error'
  ),
  migrate.classify(
    'broadcast.recipients', 'open', 'broadcast_id', 'user_id', 'variant', 'state', 'task', 'slice', 'not_before',
    'version', 'message_id', 'sent_at', 'tapped_at', 'left_as_is'
  );
