-- What comes from outside is kept as the bytes that came: an event. A signature is over bytes, and whatever is in them
-- is data: nothing is changed or left out so that PostgreSQL can hold it, and what cannot be read harms nobody but
-- whoever handles it. JSON is parsed here only where an event may speak of money.
--
-- Each class of sources has a topic of its own: Telegram's updates, what payment providers report. So a flood or a
-- poison of the one costs the other nothing.
--
-- A big shop pays one look at each row of inbox.updates (a million: a second), and writes anew only the few
-- that wait.

alter table inbox.updates rename to events;
alter table inbox.events rename constraint updates_pkey to events_pkey;
alter index inbox.updates_by_processing rename to events_by_processing;
alter sequence inbox.updates_id_seq rename to events_id_seq;
drop trigger read_money on inbox.events;

-- What was stored until now is Telegram's, and came with the webhook's secret.
alter table inbox.events
  add column topic text not null default 'inbox',
  add column kind text constraint kind_is_a_word check (kind ~ '^[A-Za-z0-9_.:-]{1,100}$'),
  add column raw bytea,
  add column headers jsonb,
  add column verified boolean not null default true;
update inbox.events as e
set
  raw = convert_to(e.body::text, 'UTF8'),
  kind = (
    select k.name
    from jsonb_object_keys(case jsonb_typeof(e.body) when 'object' then e.body else '{}' end) as k (name)
    where k.name <> 'update_id' and k.name ~ '^[A-Za-z0-9_.:-]{1,100}$'
    order by k.name
    limit 1
  )
where e.body is not null;
alter table inbox.events
  drop column body,
  alter column topic drop default,
  alter column verified set default false,
  add constraint body_is_kept_until_processed check (processed_at is not null or raw is not null);
comment on table inbox.events is
  'What came from outside, as it came, once per source and id. The body is personal data and is erased when the event has been processed.';
comment on column inbox.events.source is 'Who sent it: telegram_<id of the bot>, or a payment provider.';
comment on column inbox.events.external_id is 'The sender''s id of the event; a repeated one is the same event.';
comment on column inbox.events.lane is 'Order is kept within it: a chat; of a payment provider <source>:<what it is about>.';
comment on column inbox.events.topic is 'The topic that works it off: inbox (Telegram''s updates), payment_events.';
comment on column inbox.events.kind is 'What the sender calls this kind of event (message, callback_query, invoice_paid); null where it has no word for it.';
comment on column inbox.events.raw is 'The bytes that came; null once processed.';
comment on column inbox.events.headers is 'What matters of the request''s headers; null for nothing.';
comment on column inbox.events.verified is
  'It came with a secret or a signature. Otherwise it is a hint: what it says has to be asked of the sender.';
select
  migrate.classify('inbox.events', 'personal', 'lane', 'raw', 'headers'),
  migrate.classify('inbox.events', 'open', 'topic', 'kind', 'verified');
delete from migrate.columns as c where c.relation = 'inbox.events'::regclass and c.name = 'body';

-- Events that wait for their lane

alter table inbox.unqueued rename column update_id to event_id;
alter table inbox.unqueued add column topic text not null default 'inbox';
alter table inbox.unqueued alter column topic drop default;
drop index inbox.unqueued_by_lane;
create index unqueued_by_lane on inbox.unqueued (topic, lane, event_id);
comment on table inbox.unqueued is
  'Events that are stored but wait for their lane, because a transaction of somebody else held it; see inbox.claim.';
comment on column inbox.unqueued.event_id is 'The row of inbox.events.';
comment on column inbox.unqueued.topic is 'Its topic, as in inbox.events.';
select migrate.classify('inbox.unqueued', 'open', 'event_id', 'topic');
delete from migrate.columns as c where c.relation = 'inbox.unqueued'::regclass and c.name = 'update_id';

-- Money

alter table inbox.money_events rename column update_id to event_id;
alter index inbox.money_events_of_update rename to money_events_of_event;
comment on table inbox.money_events is
  'What events said of money. A payment waits here until it is booked; what could not be understood, or was taken back, until an operator has settled it.';
comment on column inbox.money_events.event_id is 'The row of inbox.events that said it; that one may be purged before.';
comment on column inbox.money_events.telegram_id is 'Who paid; null when the event does not say.';
comment on column inbox.money_events.amount is 'In minor units, as the event said.';
comment on column inbox.money_events.details is
  'The part of the event that speaks of money, as it came, or all of it where that could not be found; erased when the event is closed.';
select migrate.classify('inbox.money_events', 'open', 'event_id');
delete from migrate.columns as c where c.relation = 'inbox.money_events'::regclass and c.name = 'update_id';

-- Nearly no update speaks of money, and looking for a few bytes costs less than parsing. Letters of ASCII can be
-- written as escapes (\u0073 is an s), which nobody does; what has such an escape is parsed.
create or replace function inbox.read_money() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into inbox.money_events (
    event_id, kind, provider, external_id, telegram_id, amount, currency, invoice_payload, details, outcome
  )
  select
    a.id, m.kind, case m.currency when 'XTR' then 'stars' else 'telegram' end, m.external_id, m.telegram_id, m.amount, m.currency, m.invoice_payload, m.details,
    case
      when m.kind = 'refund' then 'taken_back'
      when num_nonnulls(m.external_id, m.amount, m.currency) < 3 then 'unclear'
    end
  from arrivals as a
  cross join lateral inbox._money_in(a.raw) as m
  where a.topic = 'inbox'
    and (
      position('successful_payment'::bytea in a.raw) > 0
      or position('refunded_payment'::bytea in a.raw) > 0
      or position('\\u006'::bytea in a.raw) > 0
      or position('\\u007'::bytea in a.raw) > 0
      or position('\\u005'::bytea in a.raw) > 0
    );
  return null;
end
$$;
comment on function inbox.read_money() is
  'Trigger that makes a row of inbox.money_events of each payment or refund in updates of Telegram: in whatever kind of message it stands, but not in a message that another one replies to.';
create trigger read_money
  after insert on inbox.events
  referencing new table as arrivals
  for each statement execute function inbox.read_money();
alter table inbox.events enable always trigger read_money;

-- Topics, kinds, and what waits

insert into outbox.topics
  (name, consumer, lane_is, description, concurrency, lane_batch, call_timeout, lease,
   max_attempts, backoff_min, backoff_max)
values
  ('payment_events', 'bot', 'invoice', 'What payment providers report; each provider is a destination.',
    10, 1, '20 s', '45 s',
    8, '1 s', '5 min');
comment on column outbox.topics.lane_is is
  'What its lanes are keyed by: chat (a Telegram id, personal data), subscription, order, invoice.';

update outbox.kinds as k
set prepare = 'inbox.prepare_event', done = 'inbox.event_done', description = 'An update of Telegram, as it came.'
where k.name = 'inbox.update';
insert into outbox.kinds (name, topic, in_doubt, prepare, done, keep, priority, description) values
  ('inbox.payment_event', 'payment_events', 'repeat', 'inbox.prepare_event', 'inbox.event_done', 'inbox.holds_money',
    'receipt', 'What a payment provider reports, as it came.');

update outbox.messages as m
set payload = jsonb_build_object('event_id', m.payload -> 'update_id')
where m.topic = 'inbox' and m.kind = 'inbox.update';
update outbox.dead_letters as d
set payload = jsonb_build_object('event_id', d.payload -> 'update_id')
where d.topic = 'inbox' and d.kind = 'inbox.update' and d.payload ? 'update_id';

update jobs.checks as c set name = 'events_are_processed' where c.name = 'updates_are_processed';
update jobs.alarms as a set name = 'events_are_processed' where a.name = 'updates_are_processed';
update app.settings as s
set description = 'How long processed events are remembered; Telegram repeats for a day, payment providers for three.'
where s.name = 'keep_inbox_days';

-- What is no event

-- What was cleaned was stored as an update beside, and nobody has to look at it.
delete from inbox.refused_bodies as r where r.reason = 'cleaned';
comment on table inbox.refused_bodies is
  'What came with the right secret and is no event, the first 64 KB of it. Personal data; jobs.purge_history deletes it.';
comment on column inbox.refused_bodies.reason is
  'no JSON, no update_id, too large; not stored: the database refused the event for good.';
