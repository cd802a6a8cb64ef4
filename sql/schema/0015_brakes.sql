-- A brake on every harm that happens by itself. What is right for one customer (his money goes back, his access ends)
-- is a fault of ours when it is about to happen to many at once: then it stops, the rest is held, and the admins are
-- told. Who is held loses nothing by waiting: that is what may have a brake.

create table app.brakes (
  name text primary key constraint name_is_a_word check (name ~ '^[a-z][a-z_]{1,31}$'),
  description text not null,
  most integer not null constraint most_is_a_count check (most >= 0),
  share numeric not null default 0 constraint share_is_a_part check (share between 0 and 1),
  counted_by text constraint counted_by_is_a_function check (counted_by ~ '^[a-z_]+\.[a-z_]+$'),
  span interval not null constraint span_is_positive check (span > '0'),
  population bigint not null default 0,
  counted_at timestamptz not null default '-infinity',
  held integer not null default 0 constraint held_is_a_count check (held >= 0),
  held_since timestamptz,
  released_until timestamptz,
  constraint held_since_something_is_held check ((held_since is null) = (held = 0)),
  constraint share_is_of_something check (share = 0 or counted_by is not null)
) with (fillfactor = 50);
comment on table app.brakes is
  'How much of a harm may happen by itself within a span of business time. What would go beyond is held until ops.release_brake(), or until it is not due any more.';
comment on column app.brakes.most is 'As many always may, whatever their share.';
comment on column app.brakes.share is 'Or this part of the population, where that is more: 0.02 is two in a hundred.';
comment on column app.brakes.counted_by is 'function() returns bigint that counts the population, about every ten minutes; null where only most counts.';
comment on column app.brakes.span is 'Business time over which what happened is added up.';
comment on column app.brakes.population is 'As counted last.';
comment on column app.brakes.counted_at is 'When, business time, UTC.';
comment on column app.brakes.held is 'How many waited when it was looked at last; 0 while nothing is held.';
comment on column app.brakes.held_since is 'Since when something is held, business time, UTC.';
comment on column app.brakes.released_until is 'Until then (business time, UTC) an operator lets everything through.';

-- A row for each batch, and none is updated: runners that work side by side never wait for each other here. They may
-- overshoot by a batch each, which is what a brake can do.
create table app.brake_uses (
  id bigint generated always as identity primary key,
  brake text not null references app.brakes,
  at timestamptz not null,
  count integer not null constraint count_is_positive check (count > 0)
);
create index brake_uses_by_time on app.brake_uses (brake, at);
comment on table app.brake_uses is 'What happened under a brake lately; older than its span it counts no more, and jobs.purge_history deletes it.';
comment on column app.brake_uses.at is 'Business time, UTC.';

create trigger changes_are_audited
  after update of most, share, span on app.brakes
  for each row execute function app.record_owner_change('brake');
alter table app.brakes enable always trigger changes_are_audited;

comment on column app.audit.subject is
  'Kind of the thing changed: user, order, subscription, payment, refund, plan, price, setting, flag, brake, alarm.';

insert into app.brakes (name, description, most, share, counted_by, span) values
  ('refund_undelivered', 'Refunds of what could not be delivered.', 5, 0.02, 'billing.count_active', '1 hour'),
  ('expire', 'Ends of subscriptions whose time has come.', 50, 0.2, 'billing.count_active', '1 hour'),
  ('park', 'Rows that a job puts aside because they fail.', 5, 0.02, 'billing.count_active', '1 hour'),
  ('unreachable', 'People that are marked as not to be reached.', 10, 0.02, 'app.count_reachable', '10 minutes');
