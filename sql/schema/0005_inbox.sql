-- Every update from outside, committed before it is answered. An update is a message of the topic inbox,
-- whose consumer is the bot: the same lanes, leases, retries and dead letters as what goes out.

create table inbox.updates (
  id bigint generated always as identity primary key,
  source text not null constraint source_is_a_word check (source ~ '^[a-z][a-z0-9_]{1,31}$'),
  external_id text not null,
  lane text not null,
  body jsonb,
  received_at timestamptz not null default clock_timestamp(),
  processed_at timestamptz,
  constraint received_once unique (source, external_id),
  constraint body_is_kept_until_processed check (processed_at is not null or body is not null)
) with (fillfactor = 80);
create index updates_by_processing on inbox.updates (processed_at) where processed_at is not null;
comment on table inbox.updates is
  'Updates as they came, once per source and id. The body is personal data and is erased when the update has been processed.';
comment on column inbox.updates.source is 'Who sent it: telegram, or a payment provider.';
comment on column inbox.updates.external_id is 'The sender''s id of the update; a repeated one is the same update.';
comment on column inbox.updates.lane is 'Order is kept within it: the chat.';
comment on column inbox.updates.processed_at is 'The machine''s time, UTC; null while it waits or lies among the dead letters.';

insert into outbox.topics
  (name, consumer, lane_is, description, concurrency, lane_batch, call_timeout, lease,
   max_attempts, backoff_min, backoff_max)
values
  ('inbox', 'bot', 'chat', 'Updates from outside, and screens to be redrawn.',
    200, 1, '20 s', '45 s',
    8, '1 s', '5 min');

insert into outbox.kinds (name, topic, in_doubt, prepare, done, dead, description) values
  ('inbox.update', 'inbox', 'repeat', 'inbox.prepare_update', 'inbox.update_done', null,
    'An update from outside, as it came.'),
  ('inbox.refresh', 'inbox', 'repeat', null, null, null,
    'Redraw the chat''s screen, because what it shows has changed.');
