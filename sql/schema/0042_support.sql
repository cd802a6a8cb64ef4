-- Support: what people write, what support answers, and which messages of Telegram show it. Texts are personal; files
-- stay at Telegram, which copies them from the chat in which they were sent.
--
-- And privacy: what is left of those who delete their account.
--
-- Nothing existing is rewritten: app.users gets a column without a default, billing.trials loses a foreign key.

create schema support;
comment on schema support is 'Tickets: what people write to support, and what it answers.';

create table support.tickets (
  id bigint generated always as identity primary key,
  user_id bigint not null references app.users,
  topic text not null constraint topic_is_known check (topic in ('access', 'payment', 'other')),
  opened_at timestamptz not null,
  waits_since timestamptz,
  changed_at timestamptz not null,
  closed_at timestamptz,
  closed_by text constraint closer_is_known check (closed_by in ('user', 'support')),
  constraint closed_by_somebody check ((closed_at is null) = (closed_by is null)),
  constraint nobody_waits_once_closed check (closed_at is null or waits_since is null)
);
create unique index tickets_open_once on support.tickets (user_id) where closed_at is null;
create index tickets_of_user on support.tickets (user_id, id);
create index tickets_waiting on support.tickets (waits_since) where waits_since is not null;
create index tickets_by_age on support.tickets (closed_at) where closed_at is not null;
comment on table support.tickets is 'Questions of users to support. A user has at most one that is open; see support.messages.';
comment on column support.tickets.topic is 'access: it does not work; payment; other.';
comment on column support.tickets.opened_at is 'Business time, UTC.';
comment on column support.tickets.waits_since is
  'The first message of the user that nobody has answered, UTC; null when support has answered or the ticket is closed.';
comment on column support.tickets.changed_at is 'The last message, closing or reopening, UTC.';
comment on column support.tickets.closed_at is
  'UTC; null while it is open. A message within ticket_reopen_hours opens it again.';

create table support.messages (
  id bigint generated always as identity primary key,
  ticket_id bigint not null references support.tickets on delete cascade,
  sender text not null constraint sender_is_known check (sender in ('user', 'support')),
  request uuid not null unique,
  kind text not null constraint kind_is_known check (
    kind in ('text', 'photo', 'document', 'voice', 'audio', 'video', 'video_note', 'animation', 'sticker')
  ),
  body text constraint body_fits_a_message check (length(body) <= 4096),
  chat_id bigint,
  message_id bigint,
  sent_at timestamptz not null,
  failed_at timestamptz,
  error text,
  constraint failed_says_why check ((failed_at is null) = (error is null))
);
create index messages_of_ticket on support.messages (ticket_id, id);
comment on table support.messages is
  'What user and support wrote in a ticket. Personal data: texts and places are erased when the user asks for it, and the rows go with their ticket.';
comment on column support.messages.request is 'Identifies the update that brought it: a repeated one writes nothing.';
comment on column support.messages.body is 'The text, or what stands under a file; null for none, and once erased.';
comment on column support.messages.chat_id is 'The chat in which it was written, from which files are copied; null once erased.';
comment on column support.messages.message_id is 'Its id in that chat; null once erased.';
comment on column support.messages.sent_at is 'When it was written, business time, UTC.';
comment on column support.messages.failed_at is 'When Telegram refused to deliver an answer to the user, UTC; null if it did not.';

create table support.posts (
  chat_id bigint not null,
  message_id bigint not null,
  ticket_id bigint not null references support.tickets on delete cascade,
  reader text not null constraint reader_is_known check (reader in ('user', 'support')),
  posted_at timestamptz not null,
  primary key (chat_id, message_id)
);
create index posts_of_ticket on support.posts (ticket_id);
comment on table support.posts is
  'Messages of the bot that show a ticket: whoever replies to one writes in that ticket. The rows go with their ticket.';
comment on column support.posts.reader is 'Whose answer a reply is: support''s in its chats, the user''s in his own.';
comment on column support.posts.posted_at is 'Business time, UTC.';

insert into app.settings (name, value, description) values
  ('incident', 'null', 'Said above the menu and Connect, by language; null for nothing. See ops.set_incident().'),
  (
    'support_chat', 'null',
    'The id of the group in which support answers, of which the bot is a member; null: the chats of all admins.'
  ),
  ('ticket_reopen_hours', '72', 'For how long after its end a message opens a ticket again, in hours.'),
  ('keep_tickets_days', '730', 'How long closed tickets are kept, with their messages.');

-- Privacy: who deletes his account leaves a number, and comes back as somebody else. His hash stays where trials are
-- counted, so it has to be free of the user. What came from him is scrubbed when it has been processed.
alter table app.users add column deleted_at timestamptz;
comment on column app.users.deleted_at is
  'When the user deleted his account, business time, UTC: the hash above is random since. Null for all others.';
alter table billing.trials drop constraint trials_identity_hash_fkey;
comment on column billing.trials.identity_hash is
  'Of the person, see app.users.identity_hash. Also of one who deleted an account with a subscription: coming back gives no trial.';

create table app.erasures (
  telegram_id bigint primary key,
  asked_at timestamptz not null default clock_timestamp()
);
comment on table app.erasures is
  'Whose traces in stored updates and messages are still to be erased; see app.scrub. Personal data: rows go when it is done.';
comment on column app.erasures.asked_at is 'The machine''s time, UTC: what came before is erased.';

insert into outbox.kinds (name, topic, in_doubt, prepare, done, dead, priority, description) values
  ('support.post', 'telegram', 'repeat', 'support.prepare_post', 'support.posted', 'support.post_dead', 'receipt',
    'A message of a ticket in a chat of support or of its user; lane: Telegram chat id.'),
  ('app.data_file', 'telegram', 'repeat', 'app.prepare_data_file', null, 'app.notice_dead', 'receipt',
    'What the shop holds about a user, as a file; lane: Telegram chat id.');

select
  migrate.classify(
    'support.tickets', 'open', 'id', 'user_id', 'topic', 'opened_at', 'waits_since', 'changed_at', 'closed_at',
    'closed_by'
  ),
  migrate.classify(
    'support.messages', 'open', 'id', 'ticket_id', 'sender', 'request', 'kind', 'sent_at', 'failed_at', 'error'
  ),
  migrate.classify('support.messages', 'personal', 'body', 'chat_id', 'message_id'),
  migrate.classify('support.posts', 'open', 'message_id', 'ticket_id', 'reader', 'posted_at'),
  migrate.classify('support.posts', 'personal', 'chat_id'),
  migrate.classify('app.users', 'open', 'deleted_at'),
  migrate.classify('app.erasures', 'open', 'asked_at'),
  migrate.classify('app.erasures', 'personal', 'telegram_id');
