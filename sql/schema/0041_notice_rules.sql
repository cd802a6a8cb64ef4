-- Notices as rules: what the shop says unasked about a subscription is a row that its owner edits.

create table billing.notice_rules (
  name text primary key constraint name_is_a_word check (name ~ '^[a-z][a-z0-9_]{1,31}$'),
  description text not null,
  category text not null constraint category_is_known check (category in ('account', 'service', 'tips')),
  enabled boolean not null default true,
  anchor text constraint anchor_is_known check (anchor in ('start', 'end', 'access_end')),
  after interval constraint after_is_near check (after between interval '-30 days' and interval '30 days'),
  deadline interval constraint deadline_is_near check (deadline > interval '0' and deadline <= interval '7 days'),
  audience text[] constraint audience_is_known check (
    cardinality(audience) > 0 and audience <@ '{trial, gift, off, short, renews}'
  ),
  condition text constraint condition_is_known check (condition = 'never_connected'),
  urgent boolean not null default false,
  text text constraint text_is_known check (
    text in (
      'trial-first-hours', 'trial-second-day', 'trial-ends', 'renewal-ending', 'access-ends-tomorrow',
      'access-ends-soon', 'win-back', 'win-back-last', 'never-connected'
    )
  ),
  offer_percent integer constraint offer_percent_is_a_share check (offer_percent between 1 and 99),
  offer_for interval
    constraint offer_for_is_near check (offer_for >= interval '1 hour' and offer_for <= interval '90 days'),
  since timestamptz not null default '-infinity',
  constraint event_or_moment check (num_nonnulls(anchor, after, deadline, audience, text) in (0, 5)),
  constraint events_are_the_engines check (
    anchor is not null
    or name in (
      'announced', 'price_risen', 'short', 'grace', 'unavailable', 'renewed', 'ended', 'trial_ended', 'traffic_low',
      'traffic_used'
    )
  ),
  constraint event_has_no_condition check (anchor is not null or condition is null),
  constraint account_is_always_told check (enabled or category <> 'account'),
  constraint starts_before_it_is_told check (anchor <> 'start' or after > interval '0'),
  constraint warns_before_it_happens check (after >= interval '0' or after + deadline <= interval '0'),
  constraint renewed_has_not_ended check (
    anchor <> 'access_end' or after < interval '0' or array_position(audience, 'renews') is null
  ),
  constraint tips_can_wait check (category <> 'tips' or not urgent),
  constraint offer_lasts check (num_nonnulls(offer_percent, offer_for) in (0, 2)),
  constraint offer_is_said check (
    offer_percent is null or name = 'trial_ended' or text in ('win-back', 'win-back-last') and category = 'tips'
  )
);
comment on table billing.notice_rules is
  'What the shop says unasked about a subscription, when and to whom. Owners edit it: an edit counts for moments that are still to come, and ops.notices_due() shows what follows from it. Rows without an anchor are events: whatever makes them happen tells of them at once.';
comment on column billing.notice_rules.name is 'The kind in billing.notices.';
comment on column billing.notice_rules.category is
  'account: about money, and the end of access: always told; service: the owner may switch it off; tips: each user may, too (app.notice_preferences).';
comment on column billing.notice_rules.enabled is 'Whether it is sent; one that is off is shown by ops.notices_due() all the same.';
comment on column billing.notice_rules.anchor is
  'What its moment is computed from: start and end of the last period, or access_end, which is later by the grace. Null for an event.';
comment on column billing.notice_rules.after is 'Time from the anchor to the moment, negative before it.';
comment on column billing.notice_rules.deadline is
  'How long after its moment it may still be sent; then it is recorded as dropped. A warning never outlasts what it warns of.';
comment on column billing.notice_rules.audience is
  'Whom, see billing.notice_group(): trial; gift (time given by the shop); off (auto-renewal is off, or it was cancelled); short (auto-renewal is on, and nothing pays for it); renews.';
comment on column billing.notice_rules.condition is
  'never_connected: the panels say that nobody has connected since a first period began. While they say nothing, it waits until the deadline. Null for none.';
comment on column billing.notice_rules.urgent is 'Whether it is sent during the quiet hours of its user (settings quiet_from, quiet_to, timezone).';
comment on column billing.notice_rules.text is 'Fluent id; null for an event, which has several.';
comment on column billing.notice_rules.offer_percent is
  'What it offers to a user who takes tips: percent off every plan, as a personal price; null for nothing.';
comment on column billing.notice_rules.offer_for is 'How long the offer holds from then on.';
comment on column billing.notice_rules.since is
  'When the rule began to be as it is, business time, UTC: moments before that are not made up for.';
select migrate.classify(
  'billing.notice_rules', 'open', 'name', 'description', 'category', 'enabled', 'anchor', 'after', 'deadline',
  'audience', 'condition', 'urgent', 'text', 'offer_percent', 'offer_for', 'since'
);

insert into billing.notice_rules (
  name, description, category, anchor, after, deadline, audience, condition, urgent, text, offer_percent, offer_for
) values
  (
    'never_connected', 'Two hours, and no connection yet: offers help.', 'tips', 'start', '2 hours', '22 hours',
    '{trial, gift, off, short, renews}', 'never_connected', false, 'never-connected', null, null
  ),
  (
    'trial_6h', 'Trial, first hours: what to do where it does not work.', 'tips', 'start', '6 hours', '12 hours',
    '{trial}', null, false, 'trial-first-hours', null, null
  ),
  (
    'trial_48h', 'Trial, second day: what comes after it.', 'tips', 'start', '48 hours', '12 hours', '{trial}', null,
    false, 'trial-second-day', null, null
  ),
  (
    'trial_ends', 'Trial, six hours before its end.', 'service', 'access_end', '-6 hours', '5 hours', '{trial}', null,
    false, 'trial-ends', null, null
  ),
  (
    'ending', 'Three days before the end, to those who have to renew by hand.', 'service', 'end', '-3 days', '1 day',
    '{gift, off}', null, false, 'renewal-ending', null, null
  ),
  (
    'ends_24h', 'A day before access ends, to the same.', 'service', 'access_end', '-24 hours', '12 hours',
    '{gift, off}', null, false, 'access-ends-tomorrow', null, null
  ),
  (
    'ends_3h', 'Three hours before access ends, to everybody whose access would.', 'service', 'access_end', '-3 hours',
    '150 minutes', '{gift, off, short}', null, true, 'access-ends-soon', null, null
  ),
  (
    'win_back_1d', 'A day after access ended.', 'tips', 'access_end', '1 day', '1 day', '{gift, off, short}', null,
    false, 'win-back', null, null
  ),
  (
    'win_back_3d', 'Three days after access ended.', 'tips', 'access_end', '3 days', '2 days', '{gift, off, short}',
    null, false, 'win-back-last', null, null
  );
insert into billing.notice_rules (name, description, category, urgent, offer_percent, offer_for) values
  ('announced', 'Three days before the end: amount and date of the next charge.', 'account', true, null, null),
  (
    'price_risen', 'The next charge is higher; seven days before the end, or three before the charge.', 'account', true,
    null, null
  ),
  ('short', 'The renewal could not be paid, a day before the end.', 'account', true, null, null),
  ('grace', 'It could not be paid until the end: the grace begins.', 'account', true, null, null),
  ('unavailable', 'It cannot be renewed: it is not sold any more.', 'account', true, null, null),
  ('renewed', 'A charge was made and the next period granted.', 'account', true, null, null),
  ('ended', 'Access has ended.', 'account', true, null, null),
  ('trial_ended', 'The trial has ended, and what is offered then.', 'account', true, 30, '24 hours'),
  ('traffic_low', '80 % of the traffic is used.', 'service', true, null, null),
  ('traffic_used', 'All of the traffic is used.', 'service', true, null, null);

create trigger changes_are_audited
  after insert or update or delete on billing.notice_rules
  for each row execute function app.record_owner_change('notice_rule');
alter table billing.notice_rules enable always trigger changes_are_audited;
create trigger names_in_use_stay
  before delete or update of name on billing.notice_rules
  for each row execute function app.refuse_removal();
alter table billing.notice_rules enable always trigger names_in_use_stay;
comment on column app.audit.subject is
  'Kind of the thing changed: user, order, subscription, payment, refund, plan, price, panel, setting, flag, brake, alarm, shop, notice_rule.';

-- Who must be looked at, and when. A row of its own, so that looking disturbs no renewal; and renewals, which only move
-- ends to a later time, write nothing here: whoever looks at an old moment finds the new period.
create table billing.notice_watch (
  subscription_id bigint primary key references billing.subscriptions,
  look_at timestamptz,
  looked_at timestamptz not null
) with (fillfactor = 80);
create index notice_watch_due on billing.notice_watch (look_at, subscription_id) where look_at is not null;
comment on table billing.notice_watch is
  'When the job notify_due looks at a subscription next: never later than the next moment of a rule.';
comment on column billing.notice_watch.look_at is 'Business time, UTC; null when nothing follows.';
comment on column billing.notice_watch.looked_at is
  'Moments of rules until then (UTC) were decided about; a later look does not go back to them.';
select migrate.classify('billing.notice_watch', 'open', 'subscription_id', 'look_at', 'looked_at');

create function billing.watch_notices() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into billing.notice_watch as w (subscription_id, look_at, looked_at)
  values (new.id, app.now(), app.now())
  on conflict (subscription_id) do update set look_at = excluded.look_at, looked_at = excluded.looked_at;
  return null;
end
$$;
comment on function billing.watch_notices() is
  'Trigger that has the job notify_due look at a subscription that is new, begins anew or ends earlier. What would have been due before, had it always been so, is not said.';
create trigger notices_are_watched
  after insert on billing.subscriptions
  for each row execute function billing.watch_notices();
create trigger notices_follow
  after update on billing.subscriptions
  for each row
  when (
    new.status = 'active'
    and (
      old.status <> 'active'
      or new.ends_at < old.ends_at
      or new.expires_at < old.expires_at
      or new.anchor_at <> old.anchor_at
    )
  )
  execute function billing.watch_notices();

-- A million subscriptions take about twenty seconds (20 microseconds each). The first looks follow at the pace of the
-- job, some thousands a second; nothing is sent for moments that have passed.
do $$
begin
  if exists (select from billing.subscriptions) then
    insert into billing.notice_watch (subscription_id, look_at, looked_at)
    select s.id, app.now(), app.now()
    from billing.subscriptions as s
    where s.status = 'active' or s.expires_at > app.now() - interval '3 days';
  end if;
end
$$;

-- An edit moves looks to an earlier time where the rule's next moment asks for it. In a shop of a million
-- subscriptions a statement that does so for all of them takes half a minute, and the job passes over them meanwhile.
create function billing.note_rule() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  new.since := app.now();
  return new;
end
$$;
comment on function billing.note_rule() is 'Trigger that notes since when a rule is as it is.';
create trigger rules_begin
  before insert or update of enabled, anchor, after, audience, condition on billing.notice_rules
  for each row execute function billing.note_rule();
alter table billing.notice_rules enable always trigger rules_begin;

create function billing.watch_rule() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  update billing.notice_watch as w
  set look_at = m.at
  from billing.subscriptions as s
  join billing.periods as p on p.subscription_id = s.id and p.number = s.period_number
  cross join lateral billing.notice_moment(new.anchor, new.after, p.starts_at, s.ends_at, s.expires_at) as m (at)
  where s.id = w.subscription_id
    and m.at > app.now()
    and (m.at < w.look_at or w.look_at is null);
  return null;
end
$$;
comment on function billing.watch_rule() is 'Trigger that has the job notify_due look at subscriptions in time for a rule.';
create trigger rules_are_watched
  after insert or update of enabled, anchor, after on billing.notice_rules
  for each row
  when (new.enabled and new.anchor is not null)
  execute function billing.watch_rule();
alter table billing.notice_rules enable always trigger rules_are_watched;

-- What was decided about a moment: told, or dropped. Rows of before, and those of events, have no end.
alter table billing.notices
  drop constraint kind_is_known,
  add constraint kind_is_a_word check (kind ~ '^[a-z][a-z0-9_]{1,31}$'),
  add column ends_at timestamptz,
  add column dropped text,
  add constraint dropped_says_why
    check (dropped in ('late', 'unknown', 'overtaken', 'quiet_hours', 'opted_out', 'unreachable'));
create unique index notices_once_for_an_end on billing.notices (subscription_id, kind, ends_at)
  where ends_at is not null;
comment on table billing.notices is
  'What a user was told about a period and still holds, so that it is told once; written with the message that says it, deleted with the one that says otherwise. What was to be told and was not, says why.';
comment on column billing.notices.kind is
  'The name in billing.notice_rules. Of events: announced: what will be charged; price_risen: what will be charged is more than was said; short: the balance does not suffice; grace: it did not suffice until the end; unavailable: not sold any more.';
comment on column billing.notices.ends_at is 'Of the period that a rule spoke about, UTC; null for an event.';
comment on column billing.notices.dropped is
  'Null: told. late: its deadline had passed; unknown: until then it could not be known whether it was true; overtaken: a later reminder was due, too; quiet_hours: they lasted beyond its deadline; opted_out: the user takes no tips; unreachable.';
select migrate.classify('billing.notices', 'open', 'ends_at', 'dropped');

create type billing.planned_notice as (
  subscription_id bigint,
  user_id bigint,
  chat text,
  rule text,
  period_number integer,
  ends_at timestamptz,
  moment timestamptz,
  send_at timestamptz,
  until timestamptz,
  verdict text
);
comment on type billing.planned_notice is
  'A rule of billing.notice_rules and a subscription that it concerns. moment: when it is due; send_at: when it is sent, after quiet hours; until: its deadline. verdict: send; unsure (its condition is not known yet); disabled (the rule is off); or why it is dropped, see billing.notices.dropped. Times in UTC.';

-- What people want to hear beyond their money and access.
create table app.notice_preferences (
  user_id bigint primary key references app.users,
  tips boolean not null default true,
  updated_at timestamptz not null
);
comment on table app.notice_preferences is 'What a user chose to hear; without a row, everything.';
comment on column app.notice_preferences.tips is 'Offers and tips, see billing.notice_rules.category.';
comment on column app.notice_preferences.updated_at is 'Business time, UTC.';
select migrate.classify('app.notice_preferences', 'open', 'user_id', 'tips', 'updated_at');

insert into app.settings (name, value, description) values
  ('timezone', '"Europe/Moscow"', 'Zone of users who have chosen none (IANA name), for quiet hours.'),
  ('quiet_from', '22', 'Hour of a user''s day from which what can wait does.'),
  ('quiet_to', '9', 'Hour at which the quiet hours end; the same as quiet_from for none.');
insert into app.flags (name, enabled, description) values
  ('reminders', true, 'Notices by the rules of billing.notice_rules that are not events.');
