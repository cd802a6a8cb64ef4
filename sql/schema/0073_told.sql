-- A notice was told once it was sent, not when it was queued: what waits in the outbox may be dropped, or refused.
--
-- Nothing large is rewritten: what was queued before this release has the time -infinity, which counts as sent.

alter table app.told
  add column sent_at timestamptz default '-infinity',
  add column dropped text,
  add column missed_since timestamptz;
alter table app.told alter column sent_at drop default;
comment on table app.told is
  'Every notice that was given to the outbox, for a month: what a message was about, and nothing that it said.';
comment on column app.told.at is 'When it was given to the outbox, business time, UTC.';
comment on column app.told.sent_at is
  'When Telegram had taken it, business time, UTC; -infinity: queued before release 0.11, and held for sent; null: it waits, or will not be sent.';
comment on column app.told.dropped is
  'Why it will not be sent, see outbox.dead_letters.reason; null: it waits, or was sent.';
comment on column app.told.missed_since is
  'It was too late or refused, or its user could not be reached any more, and he is still to hear what has happened since then (business time, UTC), see app.note_missed. Null otherwise.';
select migrate.classify('app.told', 'open', 'sent_at', 'dropped', 'missed_since');
create index told_missed on app.told (id) where missed_since is not null;

-- A message that is given up is found in app.told by whom it was for. No row of the business changes: the outbox holds
-- locks of lanes here. What was sent and could not be noted (done) is no message that was given up.
--
-- What could not be said is made up for, also where the refusal comes a while after what it was about: the mark of who
-- blocked the bot begins with the refusal, and what he missed begins with the notice that was refused. What still
-- waited for him when he was marked is untrue. Only the word that he missed something is not repeated to who refuses
-- it: he would hear it from us each day.
create function outbox.note_dropped() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
begin
  update app.told as t
  set
    dropped = d.reason,
    missed_since = case
      when d.reason = 'too_late' then coalesce(d.since, t.at)
      when d.since is not null then null
      when d.reason = 'gone' then t.at
      when d.reason = 'untrue' and exists (
        select
        from app.telegram_identities as i
        where i.telegram_id = d.lane::bigint and i.unreachable_since is not null
      ) then t.at
    end
  from (
    select
      app.told_by(n.payload) as id, n.reason, n.lane,
      case when n.payload ->> 'text' = 'missed' then (n.payload #>> '{args,since,time}')::timestamptz end as since
    from arrivals as n
    where n.kind in ('telegram.notice', 'billing.notice') and n.reason <> 'done'
  ) as d
  where t.id = d.id;
  return null;
end
$$;
comment on function outbox.note_dropped() is
  'Trigger that notes in app.told which notices will not be sent, and why.';
create trigger dropped_notices_are_noted
  after insert on outbox.dead_letters
  referencing new table as arrivals
  for each statement execute function outbox.note_dropped();

alter table billing.notices add column sent_at timestamptz default '-infinity';
alter table billing.notices alter column sent_at drop default;
comment on column billing.notices.sent_at is
  'When Telegram had taken it, business time, UTC; -infinity: queued before release 0.11, and held for sent; null: it waits, or was not sent.';
comment on column billing.notices.dropped is
  'Null: told, or on its way (sent_at). late: its deadline had passed; unknown: until then it could not be known whether it was true; overtaken: a later reminder was due, too; quiet_hours: they lasted beyond its deadline; opted_out: the user takes no tips; unreachable.';
select migrate.classify('billing.notices', 'open', 'sent_at');

-- What is announced is not charged before the notice that says it was sent.
alter table billing.subscriptions
  add column told_price_id bigint references billing.prices,
  add column told_amount bigint,
  add constraint told_amount_has_a_price check (told_price_id is not null or told_amount is null);
comment on column billing.subscriptions.told_price_id is
  'The price of the renewal that was told before, while the notice of announced_amount has not been sent; null when it was, or needs not be. With charge_from null it was refused.';
comment on column billing.subscriptions.told_amount is
  'What was told before for told_price_id, minor units: no more than this is charged. Null as told_price_id, or when nothing was told.';
select migrate.classify('billing.subscriptions', 'open', 'told_price_id', 'told_amount');

update outbox.kinds set done_batch = 'app.notices_sent' where name = 'telegram.notice';
update outbox.kinds set dead = 'billing.notice_dead' where name = 'billing.notice';

-- A renewal that was charged for after the end, and could not be made at that moment. Empty while all is well.
create table billing.unrenewed (
  subscription_id bigint primary key references billing.subscriptions,
  user_id bigint not null references app.users,
  since timestamptz not null,
  next_at timestamptz not null,
  attempts integer not null default 1 constraint attempts_are_counted check (attempts > 0),
  sqlstate text,
  error text not null
);
create index unrenewed_by_time on billing.unrenewed (next_at);
comment on table billing.unrenewed is
  'Subscriptions that have ended, whose renewal was paid for and could not be made: the job buy_waiting tries it again for a day.';
comment on column billing.unrenewed.since is
  'When it failed first, business time, UTC; so is next_at, when it is tried again: infinity once its user was told that it is not.';
comment on column billing.unrenewed.attempts is 'How often it failed.';
comment on column billing.unrenewed.sqlstate is 'Of the last failure; null when it was an outcome, which error names.';
select migrate.classify(
  'billing.unrenewed', 'open', 'subscription_id', 'user_id', 'since', 'next_at', 'attempts', 'sqlstate', 'error'
);
