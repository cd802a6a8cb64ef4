-- A topic is a kind of work and keeps its limits and its consumer. A destination is one of the systems that the work
-- is done at: a panel, a provider, a bot. Each has its own pause, breaker, bucket and counters, and every lane
-- belongs to one, so that a destination that is down costs the others nothing.
--
-- A lane is now an ordering key and a priority: messages of one key and priority stay in order, a higher priority goes
-- first, and siblings (lanes of one key) are never in flight together. So whatever was tried, leased and counted of a
-- lane still stands in its one row.
--
-- The price for a big shop: lanes are rewritten, messages get a new index; both hold what waits, not what was sent.
-- 100k waiting lanes take two seconds.

create type outbox.priority as enum ('answer', 'receipt', 'notice', 'broadcast');
comment on type outbox.priority is
  'In which order messages go out: answer (somebody looks at the screen), receipt (his money or his access has changed), notice, broadcast.';

create table outbox.destinations (
  id bigint generated always as identity primary key,
  topic text not null references outbox.topics,
  name text not null constraint name_is_a_word check (name ~ '^[a-z0-9][a-z0-9_]{0,63}$'),
  concurrency integer constraint concurrency_is_positive check (concurrency > 0),
  rate double precision constraint rate_is_positive check (rate > 0),
  burst integer constraint burst_is_positive check (burst > 0),
  breaker_failures integer constraint breaker_failures_is_positive check (breaker_failures > 0),
  breaker_cooldown interval constraint breaker_cooldown_is_positive check (breaker_cooldown > '0'),
  paused_until timestamptz,
  pause_reason text,
  tokens double precision not null default 0,
  tokens_at timestamptz not null default clock_timestamp(),
  failures integer not null default 0,
  retry_at timestamptz,
  failing_since timestamptz,
  failing_with text,
  refused_since timestamptz,
  constraint destinations_of_topic unique (topic, name)
) with (fillfactor = 50);
comment on table outbox.destinations is
  'A system behind a topic: a panel, a provider, a bot. Made when the first message for it is enqueued. Limits that are null are the topic''s; all are obeyed at the next claim.';
comment on column outbox.destinations.name is 'The panel''s code, the provider; main where a topic has only one.';
comment on column outbox.destinations.concurrency is 'Most of its lanes in flight at a time, over all consumers.';
comment on column outbox.destinations.rate is 'Messages per second over all consumers (token bucket).';
comment on column outbox.destinations.burst is 'Size of the token bucket, in messages.';
comment on column outbox.destinations.breaker_failures is
  'Failures in a row, over all its lanes, that stop it for breaker_cooldown; then one message tries.';
comment on column outbox.destinations.paused_until is
  'Nothing is claimed for it before; ''infinity'' stops it until ops.resume(). A Retry-After pauses here, ops.pause() of a whole topic there.';
comment on column outbox.destinations.pause_reason is 'Why it is or was paused.';
comment on column outbox.destinations.tokens is 'Messages that might go at once, as of tokens_at.';
comment on column outbox.destinations.failures is
  'Failures since the last success; the breaker is open while they reach breaker_failures.';
comment on column outbox.destinations.retry_at is 'When the open breaker lets one message try.';
comment on column outbox.destinations.failing_since is
  'When the first failure since the last success was; null while all is well. The machine''s time, UTC.';
comment on column outbox.destinations.failing_with is 'What the last failure was.';
comment on column outbox.destinations.refused_since is
  'When the first of the refusals was that came in a row, without a success between; the machine''s time, UTC.';

-- Beside the destination, because claims hold its row: an ack that counts would wait for the claim of another
-- consumer, and the claim for the ack's disk.
create table outbox.counters (
  destination bigint primary key references outbox.destinations on delete cascade,
  done bigint not null default 0,
  failed bigint not null default 0,
  last_done_at timestamptz,
  last_failed_at timestamptz
) with (fillfactor = 50);
comment on table outbox.counters is
  'What came of the messages of a destination since it is known; one write for all that were acknowledged together.';
comment on column outbox.counters.done is 'Messages that were acknowledged.';
comment on column outbox.counters.failed is 'Failures that counted for the breaker; a message can fail often.';
comment on column outbox.counters.last_done_at is 'The machine''s time, UTC.';
comment on column outbox.counters.last_failed_at is 'The machine''s time, UTC.';

-- What a topic's state was is that of its destinations. An operator's pause, which has no end, stays the topic's.
insert into outbox.destinations (
  topic, name, paused_until, pause_reason, tokens, tokens_at, failures, retry_at, failing_since, failing_with,
  refused_since
)
select
  t.name, coalesce(p.code, 'main'), case when t.paused_until < 'infinity' then t.paused_until end,
  case when t.paused_until < 'infinity' then t.pause_reason end, t.tokens, t.tokens_at, t.failures, t.retry_at,
  t.failing_since, t.failing_with, t.refused_since
from outbox.topics as t
left join vpn.panels as p on t.name = 'vpn'
where t.name in ('telegram', 'inbox')
  or p.id is not null
  or exists (select from outbox.lanes as l where l.topic = t.name)
order by t.name, p.id;
update outbox.topics as t set paused_until = null, pause_reason = null where t.paused_until < 'infinity';

drop view if exists ops.outbox;
drop view if exists ops.lanes;
alter table outbox.topics
  drop column tokens,
  drop column tokens_at,
  drop column failures,
  drop column retry_at,
  drop column failing_since,
  drop column failing_with,
  drop column refused_since;
comment on table outbox.topics is
  'A kind of work, its consumer and its limits, which hold for each of its destinations that has none of its own. All columns are obeyed at the next claim, by any number of consumers together.';
comment on column outbox.topics.concurrency is
  'Most lanes of a destination in flight at a time over all consumers; null for no limit.';
comment on column outbox.topics.rate is
  'Messages per second to a destination over all consumers (token bucket); null for no limit.';
comment on column outbox.topics.breaker_failures is
  'Failures in a row, over all lanes of a destination, that stop it for breaker_cooldown; then one message tries. Null for no breaker.';
comment on column outbox.topics.paused_until is
  'Nothing is claimed before, whatever the destination; ''infinity'' stops the topic until ops.resume().';
comment on column outbox.topics.calls is
  'Which systems its consumer calls, where several topics call the same ones: their destinations of one name are one system, and a pause that it asks for stops them all. Null when no other topic does.';

-- Lanes that wait keep their order: whatever stands in one lane now has one priority.
alter table outbox.kinds add column priority outbox.priority not null default 'notice';
comment on column outbox.kinds.priority is 'Of its messages, where outbox.enqueue is given none.';
update outbox.kinds as k set priority = 'answer' where k.name = 'inbox.update';
update outbox.kinds as k set priority = 'receipt' where k.name in ('inbox.refresh', 'vpn.apply');

drop index outbox.lanes_by_time;
alter table outbox.lanes drop constraint lanes_pkey;
alter table outbox.messages drop constraint messages_pkey;
alter table outbox.messages add column priority outbox.priority not null default 'notice';
alter table outbox.messages alter column priority drop default;
update outbox.messages as m
set priority = case m.topic when 'inbox' then 'answer' else 'receipt' end::outbox.priority
where m.topic in ('inbox', 'vpn');

alter table outbox.lanes
  add column priority outbox.priority,
  add column destination bigint,
  add column rests_until timestamptz;
update outbox.lanes as l
set
  priority = case l.topic when 'inbox' then 'answer' when 'vpn' then 'receipt' else 'notice' end::outbox.priority,
  destination = coalesce(
    (
      select d.id
      from vpn.access as a
      join vpn.panels as p on p.id = a.panel_id
      join outbox.destinations as d on d.topic = 'vpn' and d.name = p.code
      where a.subscription_id = case when l.topic = 'vpn' and l.lane ~ '^\d{1,18}$' then l.lane::bigint end
    ),
    (select min(d.id) from outbox.destinations as d where d.topic = l.topic)
  );
alter table outbox.lanes
  alter column priority set not null,
  alter column destination set not null,
  add primary key (topic, lane, priority);
alter table outbox.messages add primary key (topic, lane, priority, id);
create index lanes_by_time on outbox.lanes (destination, priority, ready_at) where ready_at > '-infinity';
comment on column outbox.lanes.priority is
  'Messages of other priorities with the same key wait in lanes of their own, siblings; one of them is in flight at a time.';
comment on column outbox.lanes.destination is
  'Where its messages go, see outbox.destinations. (No foreign key: each enqueue would lock that row.)';
comment on column outbox.lanes.rests_until is
  'Until then its siblings wait, too: the topic''s lane_spacing, or a pause that was asked for this key. A backoff is the lane''s own.';
comment on column outbox.lanes.lane is 'Ordering key within the topic: a chat, a subscription.';
comment on column outbox.messages.priority is 'That of its lane.';

alter table outbox.dead_letters
  add column priority outbox.priority,
  add column destination text;
update outbox.dead_letters as d
set destination = p.code
from vpn.access as a
join vpn.panels as p on p.id = a.panel_id
where d.topic = 'vpn'
  and not d.dropped
  and a.subscription_id = case when d.lane ~ '^\d{1,18}$' then d.lane::bigint end;
comment on column outbox.dead_letters.priority is 'With which it goes out again; null for its kind''s.';
comment on column outbox.dead_letters.destination is 'Where it was to go; null for letters that are older than destinations.';

-- One word for one thing: whoever takes messages is a consumer, listener and bot alike.
alter table outbox.listeners rename to consumers;
alter table outbox.consumers rename constraint listeners_pkey to consumers_pkey;
alter trigger ring on outbox.messages rename to notify_consumers;
alter function outbox.ring() rename to notify_consumers;

-- The function that it calls has another name now.
create or replace function vpn.place_waiting() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  v_panel_id bigint;
  v_ids bigint[];
begin
  select p.id into v_panel_id from vpn.panels as p where p.enabled order by p.id limit 1;
  if not found then
    return null;
  end if;
  with placed as (
    update vpn.access as a
    set panel_id = v_panel_id
    where a.panel_id is null
    returning a.subscription_id
  )
  select array_agg(p.subscription_id order by p.subscription_id) into v_ids from placed as p;
  if v_ids is not null then
    perform vpn.enqueue_apply(v_ids);
    perform jobs.note_alarm('no_panel', null);
  end if;
  return null;
end
$$;
