-- What must happen outside the database, written in the transaction that decides it.
--
-- A message waits in a lane of its topic; one message of a lane is in flight at a time, lanes run in
-- parallel. Whoever consumes a topic leases lanes (outbox.claim), does the work, and settles it: ack,
-- retry, bury or release, fenced by the token of the lease. What is in flight, tried and failed stands in
-- the lane's row, because only the head of a lane can have been tried: messages are inserted and deleted,
-- never updated.
--
-- enqueue -> messages + lanes -> claim (prepare hook) -> ack (done hook)         -> gone
--                                                     -> retry                   -> waits, or dead
--                                                     -> bury (dead hook)        -> dead_letters
--                                                     -> release, or lease over  -> waits again
--
-- Locks: what the business locks comes first, lanes of a topic by key after it, the topic's row last.
-- outbox.claim is the exception that proves harmless: it holds the topic but never waits for a lane.

create sequence outbox.message_ids as bigint;
create sequence outbox.tokens as bigint;

create table outbox.topics (
  name text primary key constraint name_is_a_word check (name ~ '^[a-z][a-z0-9_]{0,31}$'),
  consumer text not null constraint consumer_is_known check (consumer in ('listener', 'bot')),
  lane_is text not null constraint lane_is_a_word check (lane_is ~ '^[a-z_]+$'),
  description text not null,
  concurrency integer constraint concurrency_is_positive check (concurrency > 0),
  rate double precision constraint rate_is_positive check (rate > 0),
  burst integer not null default 1 constraint burst_is_positive check (burst > 0),
  lane_batch integer not null default 1 constraint lane_batch_is_positive check (lane_batch > 0),
  lane_spacing interval not null default '0',
  call_timeout interval not null default '20 s',
  lease interval not null default '45 s',
  max_attempts integer not null default 10 constraint max_attempts_is_positive check (max_attempts > 0),
  backoff_min interval not null default '1 s',
  backoff_max interval not null default '10 min',
  breaker_failures integer constraint breaker_failures_is_positive check (breaker_failures > 0),
  breaker_cooldown interval not null default '30 s',
  paused_until timestamptz,
  pause_reason text,
  tokens double precision not null default 0,
  tokens_at timestamptz not null default clock_timestamp(),
  failures integer not null default 0,
  retry_at timestamptz,
  constraint call_ends_before_its_lease check (call_timeout > '0' and lease >= 2 * call_timeout),
  constraint backoff_grows check (backoff_min > '0' and backoff_max >= backoff_min),
  constraint limited_lanes_go_one_by_one
    check (lane_batch = 1 or (rate is null and lane_spacing = '0'))
) with (fillfactor = 50);
comment on table outbox.topics is
  'A destination and its limits. All columns are obeyed at the next claim, by any number of consumers together.';
comment on column outbox.topics.consumer is 'Who takes its messages: the listener (outbox.claim) or the bot (inbox.claim).';
comment on column outbox.topics.lane_is is
  'What its lanes are keyed by: chat (a Telegram id, personal data), subscription, order.';
comment on column outbox.topics.concurrency is 'Most lanes in flight at a time over all consumers; null for no limit.';
comment on column outbox.topics.rate is 'Messages per second over all consumers (token bucket); null for no limit.';
comment on column outbox.topics.burst is 'Size of the token bucket, in messages.';
comment on column outbox.topics.lane_batch is
  'Most messages of a lane handed out in one claim. 1 where a kind drops what is in doubt, for a crash puts the whole run in doubt.';
comment on column outbox.topics.lane_spacing is 'Least time between the end of a message and the start of the next one of its lane.';
comment on column outbox.topics.call_timeout is 'How long one message may take before the consumer gives up on it.';
comment on column outbox.topics.lease is 'How long a claimed lane stays with its consumer; what a killed one held is free after that.';
comment on column outbox.topics.max_attempts is 'Attempts before a message is buried.';
comment on column outbox.topics.backoff_min is 'Delay after the first failure; doubles with each further one, and half of it is random.';
comment on column outbox.topics.breaker_failures is
  'Failures in a row, over all lanes, that stop the topic for breaker_cooldown; then one message tries. Null for no breaker.';
comment on column outbox.topics.paused_until is 'Nothing is claimed before; ''infinity'' stops the topic until it is set to null.';
comment on column outbox.topics.pause_reason is 'Why it is or was paused.';
comment on column outbox.topics.tokens is 'Messages that might go at once, as of tokens_at.';
comment on column outbox.topics.failures is 'Failures since the last success; the breaker is open while they reach breaker_failures.';
comment on column outbox.topics.retry_at is 'When the open breaker lets one message try.';

create table outbox.kinds (
  name text primary key constraint name_is_dotted check (name ~ '^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$'),
  topic text not null references outbox.topics,
  in_doubt text not null default 'repeat' constraint in_doubt_is_known check (in_doubt in ('repeat', 'drop')),
  prepare text constraint prepare_is_a_function check (prepare ~ '^[a-z_]+\.[a-z_]+$'),
  done text constraint done_is_a_function check (done ~ '^[a-z_]+\.[a-z_]+$'),
  dead text constraint dead_is_a_function check (dead ~ '^[a-z_]+\.[a-z_]+$'),
  description text not null
);
create index kinds_of_topic on outbox.kinds (topic);
comment on table outbox.kinds is 'What a message can be, and which functions of the business hear of it.';
comment on column outbox.kinds.in_doubt is
  'What becomes of a message whose consumer died, or lost the answer, after the call may have taken effect: repeat what must arrive, drop what only annoys twice.';
comment on column outbox.kinds.prepare is
  'function(lane text, payload jsonb) returns jsonb, called at claim: the payload to send, as of now; null when the message is no longer true, which drops it. Reads only, locks nothing.';
comment on column outbox.kinds.done is
  'function(lane text, payload jsonb, result jsonb) returns void, called at ack with the enqueued payload and the gateway''s result.';
comment on column outbox.kinds.dead is
  'function(lane text, payload jsonb, reason text, error text) returns void, called when the message is buried.';

-- Every claim, ack and enqueue writes a lane: fillfactor and an eager vacuum keep its pages short. Each
-- further index costs a tenth of the throughput, so there is one, for time. It is partial so that only who
-- asks for times can use it: a lookup of lanes by name, planned while the table was empty, took it for as
-- good as the primary key, and compared 38 million rows in one ack of 1000 lanes.
create table outbox.lanes (
  topic text not null,
  lane text not null,
  ready_at timestamptz not null,
  waiting integer not null constraint waiting_is_a_count check (waiting >= 0),
  done_to bigint not null default nextval('outbox.message_ids'),
  token bigint,
  claimed_to bigint,
  attempts integer not null default 0,
  last_error text,
  primary key (topic, lane),
  constraint leased_lane_knows_its_run check ((token is null) = (claimed_to is null))
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
create index lanes_by_time on outbox.lanes (topic, ready_at) where ready_at > '-infinity';
comment on table outbox.lanes is
  'The ordering keys that have something waiting, in flight or resting. A lane without messages is deleted, after its rest.';
comment on column outbox.lanes.lane is 'Ordering key within the topic: a chat, a subscription.';
comment on column outbox.lanes.ready_at is
  'When it may be claimed: backoff, pause or spacing put it into the future, and so does a lease, whose end it is.';
comment on column outbox.lanes.waiting is 'Messages in the lane, the ones in flight included.';
comment on column outbox.lanes.done_to is
  'All ids up to here are done. The heads are looked for above it, so that the index entries of deleted messages are not walked again.';
comment on column outbox.lanes.token is 'The lease; null when the lane is not in flight. Ack, retry, bury and release need it.';
comment on column outbox.lanes.claimed_to is 'Last id of the run that is in flight.';
comment on column outbox.lanes.attempts is 'Attempts of the head, the one in flight included.';
comment on column outbox.lanes.last_error is 'Why the head''s last attempt failed.';

-- No foreign keys to lanes and topics: outbox.enqueue is the only way in and holds the lane's lock.
create table outbox.messages (
  topic text not null,
  lane text not null,
  id bigint not null default nextval('outbox.message_ids'),
  kind text not null,
  payload jsonb not null,
  dedupe_key text,
  useful_until timestamptz,
  enqueued_at timestamptz not null default clock_timestamp(),
  primary key (topic, lane, id)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
create index messages_by_dedupe_key on outbox.messages (topic, lane, dedupe_key) where dedupe_key is not null;
comment on table outbox.messages is
  'What waits to go out, in order of id within its lane. Ids grow in commit order there, because they are drawn under the lane''s lock.';
comment on column outbox.messages.payload is 'As enqueued; the kind''s prepare hook makes of it what is sent.';
comment on column outbox.messages.dedupe_key is 'At most one message with this key waits in the lane; one that is in flight does not count.';
comment on column outbox.messages.useful_until is 'Business time after which it is dropped and recorded instead of sent; null for ever.';
comment on column outbox.messages.enqueued_at is 'The machine''s time, UTC.';

create table outbox.dead_letters (
  id bigint primary key,
  topic text not null references outbox.topics,
  lane text not null,
  kind text not null,
  payload jsonb not null,
  useful_until timestamptz,
  enqueued_at timestamptz not null,
  attempts integer not null,
  dropped boolean not null,
  reason text not null,
  error text,
  hook_error text,
  buried_at timestamptz not null default clock_timestamp()
);
create index dead_letters_by_age on outbox.dead_letters (buried_at);
create index dead_letters_of_topic on outbox.dead_letters (topic, buried_at);
comment on table outbox.dead_letters is
  'Messages that will not go out. Dead ones wait for ops.redrive or ops.discard; dropped ones are a record that nobody needs to act on.';
comment on column outbox.dead_letters.id is 'The message''s id.';
comment on column outbox.dead_letters.dropped is
  'True: left out on purpose (untrue, too_late, in_doubt, stale, gone). False: failed, and an operator should look.';
comment on column outbox.dead_letters.reason is
  'rejected, attempts, prepare (its hook failed), done (sent, but the done hook failed); dropped: untrue, too_late, in_doubt, stale, gone.';
comment on column outbox.dead_letters.error is 'The last error.';
comment on column outbox.dead_letters.hook_error is 'Why the dead hook failed, when it did.';

create table outbox.listeners (
  id uuid primary key,
  name text not null,
  host text not null,
  pid integer not null,
  version text not null,
  started_at timestamptz not null default clock_timestamp(),
  seen_at timestamptz not null default clock_timestamp(),
  counters jsonb not null default '{}'
) with (fillfactor = 50);
comment on table outbox.listeners is 'Consumers that are running, or that died: one row a process, removed when it stops in good order.';
comment on column outbox.listeners.name is 'listener or bot.';
comment on column outbox.listeners.seen_at is 'Last heartbeat; older than half a minute means dead or cut off.';
comment on column outbox.listeners.counters is 'Since its start, by topic: messages by outcome, and what is in flight.';

-- One notification per statement and topic, with nothing in it: those with the same channel and payload
-- collapse within a transaction, and every notifying commit takes a lock that the whole server shares.
create function outbox.ring() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  perform pg_notify('outbox_' || t.topic, '') from (select distinct n.topic from arrivals as n) as t;
  return null;
end
$$;
comment on function outbox.ring() is 'Trigger that wakes the consumers of the topics that got messages, when the transaction commits.';

create trigger ring
  after insert on outbox.messages
  referencing new table as arrivals
  for each statement execute function outbox.ring();

insert into outbox.topics
  (name, consumer, lane_is, description, concurrency, rate, burst, lane_batch, lane_spacing, call_timeout, lease,
   max_attempts, backoff_min, backoff_max, breaker_failures, breaker_cooldown)
values
  ('telegram', 'listener', 'chat',
    'Messages to chats. Telegram takes 30/s in all and 1/s for a chat; answers to taps go beside this topic.',
    20, 25, 5, 1, '1 s', '20 s', '45 s', 10, '1 s', '10 min', 10, '30 s'),
  ('vpn', 'listener', 'subscription', 'Access at the VPN panels.',
    8, null, 1, 1, '0', '20 s', '45 s', 20, '1 s', '10 min', 5, '15 s'),
  ('payment', 'listener', 'order', 'Calls to payment providers.',
    8, null, 1, 1, '0', '20 s', '45 s', 10, '1 s', '5 min', 5, '30 s');

insert into outbox.kinds (name, topic, in_doubt, prepare, done, dead, description) values
  ('telegram.notice', 'telegram', 'repeat', 'app.prepare_notice', null, 'app.notice_dead',
    'A notice in a user''s language; lane: Telegram chat id.'),
  ('vpn.apply', 'vpn', 'repeat', 'vpn.prepare_apply', 'vpn.applied', 'vpn.apply_dead',
    'Bring the access to what is desired now; lane: subscription id.');
