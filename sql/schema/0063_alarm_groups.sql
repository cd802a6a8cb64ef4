-- How alarms are told to admins: what begins together is one message, which is edited while it lasts. The processes
-- send it (outbox.alarm_messages), because jobs and the listener may be what is dead.

create table jobs.alarm_groups (
  id bigint generated always as identity primary key,
  severity text not null constraint severity_is_known check (severity in ('now', 'morning')),
  began_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  acknowledged_by bigint references app.users,
  acknowledged_at timestamptz,
  constraint acknowledged_by_somebody check ((acknowledged_by is null) = (acknowledged_at is null))
);
create index alarm_groups_that_last on jobs.alarm_groups (began_at) where ended_at is null;
create index alarm_groups_by_end on jobs.alarm_groups (ended_at);
create index alarm_groups_by_admin on jobs.alarm_groups (acknowledged_by) where acknowledged_by is not null;
comment on table jobs.alarm_groups is
  'Alarms that began together, or follow from one of them: admins get one message for each group. Times are machine time, UTC.';
comment on column jobs.alarm_groups.severity is
  'now: admins are told at any hour. morning: after their quiet hours. That of the most severe alarm with which it began.';
comment on column jobs.alarm_groups.ended_at is
  'When none of its alarms was raised any more, nor came and went; null while it lasts.';
comment on column jobs.alarm_groups.acknowledged_by is
  'The admin who said that he is on it: nobody is reminded any more. Null for nobody.';

create table jobs.alarm_spells (
  id bigint generated always as identity primary key,
  group_id bigint not null references jobs.alarm_groups on delete cascade,
  name text not null,
  detail text not null,
  began_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz
);
create unique index alarm_spells_that_last on jobs.alarm_spells (name) where ended_at is null;
create index alarm_spells_by_name on jobs.alarm_spells (name, began_at);
create index alarm_spells_by_group on jobs.alarm_spells (group_id);
comment on table jobs.alarm_spells is
  'Each time that an alarm was raised (jobs.alarms), or a process found a trouble (outbox.troubles). Times are machine time, UTC.';
comment on column jobs.alarm_spells.detail is 'As it was last seen.';
comment on column jobs.alarm_spells.ended_at is 'Null while it is raised.';

create table jobs.alarm_messages (
  group_id bigint not null references jobs.alarm_groups on delete cascade,
  user_id bigint not null references app.users,
  message_id bigint,
  shape text,
  sounded_at timestamptz,
  sounded integer not null default 0,
  taken_at timestamptz,
  primary key (group_id, user_id)
);
create index alarm_messages_by_user on jobs.alarm_messages (user_id);
comment on table jobs.alarm_messages is
  'The message about a group in the chat of an admin. Times are machine time, UTC.';
comment on column jobs.alarm_messages.message_id is
  'The message that is edited; null before it was sent, and where Telegram refused it.';
comment on column jobs.alarm_messages.shape is
  'What the message says, as a hash without details, or over: another shape is told. Null before the first one.';
comment on column jobs.alarm_messages.sounded_at is
  'When the last message was sent; edits make no sound. Null before the first one.';
comment on column jobs.alarm_messages.sounded is 'How many messages were sent.';
comment on column jobs.alarm_messages.taken_at is
  'When a process took what is to be told; another one takes it a minute later. Null while nothing is being sent.';

create table jobs.alarm_teller (
  only_one boolean primary key default true constraint there_is_one check (only_one),
  seen_at timestamptz not null
);
insert into jobs.alarm_teller (seen_at) values ('-infinity');
comment on table jobs.alarm_teller is
  'When a process last asked what is to be told. Its row is the lock of jobs.gather_alarms.';
comment on column jobs.alarm_teller.seen_at is
  'Machine time, UTC. While nobody asks (an older release runs), alarms are notices of the outbox.';

alter table jobs.alarms add column noticed boolean not null default false;
comment on column jobs.alarms.noticed is 'Whether it was told by a notice of the outbox, because no process asked.';

select
  migrate.classify(
    'jobs.alarm_groups', 'open', 'id', 'severity', 'began_at', 'ended_at', 'acknowledged_by', 'acknowledged_at'
  ),
  migrate.classify('jobs.alarm_spells', 'open', 'id', 'group_id', 'name', 'detail', 'began_at', 'ended_at'),
  migrate.classify(
    'jobs.alarm_messages', 'open', 'group_id', 'user_id', 'message_id', 'shape', 'sounded_at', 'sounded', 'taken_at'
  ),
  migrate.classify('jobs.alarm_teller', 'open', 'only_one', 'seen_at'),
  migrate.classify('jobs.alarms', 'open', 'noticed');
