-- What giving up means. Attempts count answers, and patience belongs to the business: a message says until when it
-- is tried, and a job gives money back when what was paid for has not come by its deadline. A verdict about a
-- person comes only from an answer about that person; what everybody is answered is about the destination.

alter table outbox.kinds
  add column tried_until text not null default 'attempts'
    constraint tried_until_is_known check (tried_until in ('attempts', 'deadline', 'done')),
  add column keep text constraint keep_is_a_function check (keep ~ '^[a-z_]+\.[a-z_]+$'),
  add column done_batch text constraint done_batch_is_a_function check (done_batch ~ '^[a-z_]+\.[a-z_]+$'),
  add constraint what_may_be_dropped_is_not_tried_for_ever check (in_doubt = 'repeat' or tried_until <> 'done');
comment on column outbox.kinds.tried_until is
  'attempts: the topic''s max_attempts, or a refusal; deadline: its useful_until, or a refusal; done: never given up, because it is absolute and can be repeated.';
comment on column outbox.kinds.keep is
  'function(lane text, payload jsonb) returns boolean, asked before a message is given up: true keeps it waiting, whatever was the reason.';
comment on column outbox.kinds.done_batch is
  'function(lanes text[], payloads jsonb[], results jsonb[]) returns void, called instead of done, once for all messages of an ack.';
comment on column outbox.kinds.dead is
  'function(lane text, payload jsonb, reason text, error text) returns void, called when the message is buried; and with the reason revived when that turned out to be a fault of ours, and it waits again.';
comment on column outbox.dead_letters.reason is
  'rejected, attempts, prepare (its hook failed), done (sent, but the done hook failed), unknown (to all programs, for hours); dropped: untrue, too_late, in_doubt, stale, gone.';
comment on column outbox.topics.max_attempts is
  'Attempts before a message is buried, of kinds that are tried until then; and of each whose prepare hook fails.';

alter table outbox.topics
  add column failing_since timestamptz,
  add column failing_with text,
  add column refused_since timestamptz;
comment on column outbox.topics.failing_since is
  'When the first failure since the last success was; null while all is well. The machine''s time, UTC.';
comment on column outbox.topics.failing_with is 'What the last failure was.';
comment on column outbox.topics.refused_since is
  'When the first of the refusals was that came in a row, without a success between; the machine''s time, UTC.';

-- The panel's state is absolute, so it is tried until it is there; money has a deadline of its own (the job
-- refund_undelivered). A notice has its useful_until.
update outbox.kinds
set tried_until = 'done', dead = null, done_batch = 'vpn.applied_batch'
where name = 'vpn.apply';
update outbox.kinds set tried_until = 'deadline' where topic = 'telegram';

alter table vpn.access add column applied_expires_at timestamptz;
comment on column vpn.access.applied_expires_at is
  'Until when the panel lets the user in, as it was told last, UTC; null when it was told not to, or nothing yet.';
update vpn.access as a
set applied_expires_at = case
  when a.applied_generation = a.desired_generation then a.desired_expires_at
  else (
    select max(coalesce(p.closed_at, p.ends_at))
    from billing.periods as p
    where p.subscription_id = a.subscription_id and p.generation <= a.applied_generation
  )
end
where a.link is not null;

create table vpn.late_deliveries (
  subscription_id bigint not null references billing.subscriptions,
  generation bigint not null,
  lost interval not null constraint lost_is_positive check (lost > '0'),
  present boolean not null,
  delivered_at timestamptz not null,
  made_up_at timestamptz,
  added interval constraint added_is_positive check (added > '0'),
  primary key (subscription_id, generation),
  constraint added_when_made_up check (added is null or made_up_at is not null)
);
create index late_deliveries_to_make_up on vpn.late_deliveries (delivered_at) where made_up_at is null;
comment on table vpn.late_deliveries is
  'Access that came later than it was due, a minute and more: what a customer waited for. The job make_up_late gives the time back and tells him.';
comment on column vpn.late_deliveries.generation is 'The generation that the panel confirmed.';
comment on column vpn.late_deliveries.lost is
  'How much of what he had a right to was over when it came, and not covered by older access at the panel.';
comment on column vpn.late_deliveries.present is 'Whether access was there then; false when it came after all of it was over.';
comment on column vpn.late_deliveries.delivered_at is 'Business time, UTC.';
comment on column vpn.late_deliveries.made_up_at is 'When it was looked at, business time, UTC.';
comment on column vpn.late_deliveries.added is 'The time that was given for it; null for none.';

insert into app.settings (name, value, description) values
  ('delivery_hours_new', '6', 'How long who has no access waits for what he paid before it is given back, hours.'),
  ('delivery_hours_renewal', '24', 'The same for who has access already, counted from the begin of the period, hours.'),
  ('late_delivery_minutes', '15', 'Access that comes later than this is given the lost time in addition, minutes.');

create type outbox.undone as (
  lane text,
  id bigint,
  token bigint,
  attempts integer,
  payload jsonb,
  result jsonb,
  error text
);
comment on type outbox.undone is 'A message that went out, before the business has noted it; error: why it could not.';

create type vpn.answer as (
  subscription_id bigint,
  generation bigint,
  present boolean,
  link text,
  expires_at timestamptz
);
comment on type vpn.answer is 'What a panel confirmed of a subscription''s access.';
