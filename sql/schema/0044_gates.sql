-- What may stand between a person and a first purchase: the blacklist, terms to accept, channels to join. All are off
-- in a new shop. None of them touches what is paid for and runs.
--
-- And requests of companies, links that bring people, and which messages show which notice.

-- By Telegram id, because people may be on it before they come, and must stay on it when they delete their account.
create table app.blocked (
  telegram_id bigint primary key,
  reason text not null constraint reason_is_said check (length(btrim(reason)) between 1 and 1000),
  since timestamptz not null
);
comment on table app.blocked is
  'The blacklist: whom the shop sells nothing and answers one thing only. What they paid for runs to its end, and their balance stays theirs. Changed by ops.block_user(), ops.block_telegram_ids() and their opposites.';
comment on column app.blocked.telegram_id is 'Of a user, or of somebody who never was one.';
comment on column app.blocked.reason is 'For operators; the person reads it in the file of his data only.';
comment on column app.blocked.since is 'Business time, UTC.';
select
  migrate.classify('app.blocked', 'open', 'reason', 'since'),
  migrate.classify('app.blocked', 'personal', 'telegram_id');

create table app.channel_members (
  user_id bigint not null references app.users,
  chat_id bigint not null,
  is_member boolean,
  checked_at timestamptz not null,
  primary key (user_id, chat_id)
);
create index channel_members_by_age on app.channel_members (checked_at);
comment on table app.channel_members is
  'What Telegram said about users in the channels of the setting required_channels, for a day: see app.must_join().';
comment on column app.channel_members.is_member is 'Null: Telegram gave no answer about this person, so nobody is kept out.';
comment on column app.channel_members.checked_at is
  'Business time, UTC; believed for the setting channel_check_minutes.';
select migrate.classify('app.channel_members', 'open', 'user_id', 'chat_id', 'is_member', 'checked_at');

create table app.channel_troubles (
  chat_id bigint primary key,
  error text not null,
  since timestamptz not null,
  seen_at timestamptz not null
);
comment on table app.channel_troubles is
  'Required channels about which Telegram does not answer, such as one that the bot is no administrator of: they keep nobody out. The alarm channels_unanswered tells of them; the next answer deletes the row.';
comment on column app.channel_troubles.error is 'What Telegram said, or why it said nothing.';
comment on column app.channel_troubles.since is 'Business time, UTC.';
comment on column app.channel_troubles.seen_at is 'When it failed last, business time, UTC.';
select migrate.classify('app.channel_troubles', 'open', 'chat_id', 'error', 'since', 'seen_at');

create table app.accepted_terms (
  user_id bigint not null references app.users,
  version text not null,
  accepted_at timestamptz not null,
  primary key (user_id, version)
);
comment on table app.accepted_terms is 'Which versions of the terms (setting terms_version) users accepted, and when.';
comment on column app.accepted_terms.accepted_at is 'Business time, UTC.';
select migrate.classify('app.accepted_terms', 'open', 'user_id', 'version', 'accepted_at');

create table app.start_links (
  user_id bigint not null references app.users,
  kind text not null constraint kind_is_known check (kind in ('ref', 'promo', 'gift')),
  code text not null constraint code_is_a_payload check (code ~ '^[A-Za-z0-9_-]{1,60}$'),
  came_at timestamptz not null,
  primary key (user_id, kind)
);
comment on table app.start_links is
  'With which link (t.me/<bot>?start=<kind>_<code>) a user came: ref of the first start only, of the others the last one. Kept for those who act on it; see api.start().';
comment on column app.start_links.code is 'As it came from outside: it may name nothing.';
comment on column app.start_links.came_at is 'Business time, UTC.';
select
  migrate.classify('app.start_links', 'open', 'user_id', 'kind', 'came_at'),
  migrate.classify('app.start_links', 'secret', 'code');

-- Companies ask for an offer. The request arrives as a ticket and is answered there.
alter table support.tickets
  drop constraint topic_is_known,
  add constraint topic_is_known check (topic in ('access', 'payment', 'other', 'company'));
comment on column support.tickets.topic is
  'access: it does not work; payment; other; company: a request, see support.company_requests.';

create table support.company_requests (
  id bigint generated always as identity primary key,
  user_id bigint not null references app.users,
  ticket_id bigint references support.tickets on delete set null,
  status text not null default 'draft'
    constraint status_is_known check (status in ('draft', 'new', 'accepted', 'declined')),
  company text,
  people integer constraint people_are_some check (people between 1 and 1000000),
  contact text,
  comment text,
  begun_at timestamptz not null,
  sent_at timestamptz,
  settled_at timestamptz,
  constraint sent_is_complete check (status = 'draft' or num_nonnulls(company, people, contact, comment, sent_at) = 5),
  constraint settled_has_a_time check ((status in ('accepted', 'declined')) = (settled_at is not null))
);
create unique index company_requests_one_draft on support.company_requests (user_id) where status = 'draft';
create index company_requests_of_user on support.company_requests (user_id, sent_at);
create index company_requests_of_ticket on support.company_requests (ticket_id);
create index company_requests_by_age on support.company_requests (begun_at);
comment on table support.company_requests is
  'What companies ask for: a form that a user fills in question by question. Personal data: the rows go with the account.';
comment on column support.company_requests.ticket_id is 'In which it is answered; null for a draft, or once that ticket is purged.';
comment on column support.company_requests.status is
  'draft: not sent yet; new: sent; accepted, declined: what became of it, see ops.settle_company_request().';
comment on column support.company_requests.people is 'For how many people.';
comment on column support.company_requests.contact is 'An e-mail address, a phone number or a name in Telegram.';
comment on column support.company_requests.comment is 'Empty where there was none; null before it was asked.';
comment on column support.company_requests.begun_at is 'Business time, UTC.';
comment on column support.company_requests.sent_at is 'Business time, UTC; null for a draft.';
comment on column support.company_requests.settled_at is 'When it was accepted or declined, business time, UTC.';
select
  migrate.classify(
    'support.company_requests', 'open', 'id', 'user_id', 'ticket_id', 'status', 'people', 'begun_at', 'sent_at',
    'settled_at'
  ),
  migrate.classify('support.company_requests', 'personal', 'company', 'contact', 'comment');

-- A notice about a subscription replaces the one before it.
create table billing.shown_notices (
  subscription_id bigint not null references billing.subscriptions,
  message_id bigint not null,
  notice text not null,
  period_number integer not null,
  amount bigint,
  sent_at timestamptz not null,
  primary key (subscription_id, message_id)
);
create index shown_notices_by_age on billing.shown_notices (sent_at);
comment on table billing.shown_notices is
  'Which messages of the last two days show which notice of billing.prepare_notice: the next one about the subscription removes what it replaces, as long as Telegram lets a bot delete it.';
comment on column billing.shown_notices.message_id is 'In the chat of the subscription''s user.';
comment on column billing.shown_notices.notice is 'The name in billing.notice_rules.';
comment on column billing.shown_notices.amount is 'The price that was named, minor units; null where none was.';
comment on column billing.shown_notices.sent_at is 'Business time, UTC.';
select migrate.classify(
  'billing.shown_notices', 'open', 'subscription_id', 'message_id', 'notice', 'period_number', 'amount', 'sent_at'
);

-- Providers name cards in their own words, which people read in their language.
create table billing.method_titles (
  pattern text primary key,
  title jsonb not null constraint title_is_in_english check (title ? 'en')
);
comment on table billing.method_titles is
  'How titles of saved payment methods are shown: the first pattern that a title matches, in the order of the patterns. A title that matches none is shown as its provider wrote it.';
comment on column billing.method_titles.pattern is 'A regular expression for the whole title.';
comment on column billing.method_titles.title is 'By language; \1 is what the pattern''s first group matched.';
select migrate.classify('billing.method_titles', 'open', 'pattern', 'title');
insert into billing.method_titles (pattern, title) values
  ('^Bank card \*(\d{4})$', '{"en": "Bank card •\\1", "ru": "Банковская карта •\\1"}'),
  ('^YooMoney(?: wallet)? \*?(\d{4,})$', '{"en": "YooMoney •\\1", "ru": "ЮMoney •\\1"}'),
  ('^amex (\d{4})$', '{"en": "American Express •\\1"}'),
  ('^card (\d{4})$', '{"en": "Bank card •\\1", "ru": "Банковская карта •\\1"}'),
  ('^diners (\d{4})$', '{"en": "Diners Club •\\1"}'),
  ('^discover (\d{4})$', '{"en": "Discover •\\1"}'),
  ('^jcb (\d{4})$', '{"en": "JCB •\\1"}'),
  ('^mastercard (\d{4})$', '{"en": "Mastercard •\\1"}'),
  ('^unionpay (\d{4})$', '{"en": "UnionPay •\\1"}'),
  ('^visa (\d{4})$', '{"en": "Visa •\\1"}');

insert into outbox.kinds (name, topic, in_doubt, prepare, done, dead, priority, description) values
  ('app.removal', 'telegram', 'repeat', null, null, null, 'broadcast',
    'Deletes a message of the bot that is out of date; lane: Telegram chat id.');
update outbox.kinds set done_batch = 'billing.notices_sent' where name = 'billing.notice';

insert into app.settings (name, value, description) values
  (
    'required_channels', '[]',
    'Channels to join before a trial or a first purchase: [{"id": -100..., "url": ..., "title": ...}]; app.must_join().'
  ),
  ('channel_check_minutes', '10', 'How long it is believed who is in a required channel, in minutes.'),
  ('terms', 'null', 'Terms of the shop by language: an address (https://...) or the text itself; null for none.'),
  (
    'terms_version', 'null',
    'Version of the terms that users accept before a trial or a purchase, such as "2026-11"; null: nothing is asked.'
  );
insert into app.flags (name, enabled, description) values
  ('company_requests', true, 'Taking requests of companies in the bot.');
