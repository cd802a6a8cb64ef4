-- Paying out what people earned by bringing others: requests that people of the shop approve, where they are sent, and
-- what became of them.
--
-- Requisites are sealed before they reach the database, with a public key: neither the bot, which seals them, nor the
-- database can read them, only a listener with the private key. They go when the withdrawal is settled.

create table billing.withdrawal_ways (
  name text primary key,
  position integer not null,
  enabled boolean not null default true,
  currency app.currency,
  provider text references billing.providers
);
create index withdrawal_ways_of_provider on billing.withdrawal_ways (provider);
comment on table billing.withdrawal_ways is 'How withdrawn money can reach people, in the order in which it is offered.';
comment on column billing.withdrawal_ways.currency is 'The only currency of withdrawals that take this way; null for any.';
comment on column billing.withdrawal_ways.provider is
  'Who sends it to the person''s Telegram id, without requisites; null: a person of the shop sends it to requisites.';
insert into billing.withdrawal_ways (name, position, currency, provider) values
  ('crypto_pay', 1, null, 'crypto_pay'),
  ('sbp', 2, 'RUB', null),
  ('card', 3, 'RUB', null),
  ('usdt_trc20', 4, null, null),
  ('usdt_ton', 5, null, null);
create trigger changes_are_audited
  after insert or update or delete on billing.withdrawal_ways
  for each row execute function app.record_owner_change('withdrawal_way');
alter table billing.withdrawal_ways enable always trigger changes_are_audited;
select migrate.classify('billing.withdrawal_ways', 'open', 'name', 'position', 'enabled', 'currency', 'provider');

create table billing.requisites_keys (
  key_id text primary key constraint key_id_is_a_hash check (key_id ~ '^[0-9a-f]{16}$'),
  declared_at timestamptz not null
);
comment on table billing.requisites_keys is
  'The keys with which listeners can open requisites, as the last one that started has declared: no requisites are taken that nobody could read.';
comment on column billing.requisites_keys.key_id is 'The first half of a hash of the public key.';
comment on column billing.requisites_keys.declared_at is 'Business time, UTC.';
select migrate.classify('billing.requisites_keys', 'open', 'key_id', 'declared_at');

create table billing.withdrawal_drafts (
  user_id bigint primary key references app.users,
  token uuid not null unique default gen_random_uuid(),
  amount bigint not null constraint amount_is_positive check (amount > 0),
  currency app.currency not null,
  way text references billing.withdrawal_ways,
  masked text constraint masked_is_short check (length(masked) between 1 and 60),
  sealed bytea,
  key_id text,
  changed_at timestamptz not null,
  constraint sealed_is_complete check (num_nonnulls(masked, sealed, key_id) in (0, 3)),
  constraint requisites_are_of_a_way check (sealed is null or way is not null)
);
create index withdrawal_drafts_of_way on billing.withdrawal_drafts (way);
create index withdrawal_drafts_by_age on billing.withdrawal_drafts (changed_at);
comment on table billing.withdrawal_drafts is
  'What people have chosen of a withdrawal that they have not asked for yet; for a day.';
comment on column billing.withdrawal_drafts.token is 'Becomes the token of the withdrawal: each draft is asked for once.';
comment on column billing.withdrawal_drafts.amount is 'Minor units.';
comment on column billing.withdrawal_drafts.masked is 'What screens show of the requisites.';
comment on column billing.withdrawal_drafts.sealed is 'The requisites, see billing.withdrawals.sealed.';
comment on column billing.withdrawal_drafts.changed_at is 'Business time, UTC.';
select
  migrate.classify('billing.withdrawal_drafts', 'open', 'user_id', 'amount', 'currency', 'way', 'key_id', 'changed_at'),
  migrate.classify('billing.withdrawal_drafts', 'personal', 'masked'),
  migrate.classify('billing.withdrawal_drafts', 'secret', 'token', 'sealed');

create table billing.withdrawals (
  id bigint generated always as identity primary key,
  token uuid not null unique,
  user_id bigint not null references app.users,
  amount bigint not null constraint amount_is_positive check (amount > 0),
  currency app.currency not null,
  way text not null references billing.withdrawal_ways,
  masked text,
  sealed bytea,
  key_id text,
  status text not null default 'requested' constraint status_is_known check (
    status in ('requested', 'approved', 'sending', 'paid', 'failed', 'rejected', 'cancelled')
  ),
  held_by bigint not null unique references ledger.transfers,
  settled_by bigint unique references ledger.transfers,
  requested_at timestamptz not null,
  due_at timestamptz not null,
  sent_at timestamptz,
  settled_at timestamptz,
  ask_at timestamptz,
  reason text constraint reason_is_short check (length(reason) between 1 and 1000),
  external_id text,
  sent text,
  constraint due_later check (due_at > requested_at),
  constraint settled_has_a_time check (
    (status in ('paid', 'failed', 'rejected', 'cancelled')) = (settled_at is not null)
  ),
  constraint settled_is_booked check ((settled_at is null) = (settled_by is null)),
  constraint what_was_sent_has_a_time check (status not in ('sending', 'paid', 'failed') or sent_at is not null),
  constraint what_fails_says_why check (status not in ('failed', 'rejected') or reason is not null),
  constraint paid_has_its_proof check (status <> 'paid' or external_id is not null),
  constraint sealed_names_its_key check ((sealed is null) = (key_id is null)),
  constraint requisites_go_when_settled check (sealed is null or settled_at is null),
  constraint only_what_is_sent_is_asked_about check (ask_at is null or status = 'sending')
);
create unique index withdrawals_one_open on billing.withdrawals (user_id)
  where status in ('requested', 'approved', 'sending');
create index withdrawals_of_user on billing.withdrawals (user_id, id);
create index withdrawals_of_way on billing.withdrawals (way);
create index withdrawals_open on billing.withdrawals (due_at) where settled_at is null;
create index withdrawals_to_ask_about on billing.withdrawals (ask_at) where ask_at is not null;
comment on table billing.withdrawals is
  'What people asked to be paid out of what they earned (account referral), held from the request on (withdrawal_hold). The lifecycle: docs/lifecycles.md.';
comment on column billing.withdrawals.token is
  'Of the draft. With "withdrawal-" before it the provider''s key: sent once, however often it is asked for.';
comment on column billing.withdrawals.amount is 'Minor units: what the person gets, in this currency or its worth.';
comment on column billing.withdrawals.masked is 'What is shown of the requisites, •4444; null for none.';
comment on column billing.withdrawals.sealed is
  'The requisites in a sealed box for the key key_id; null where the way needs none, and once it is settled or the person erased.';
comment on column billing.withdrawals.held_by is 'The transfer that holds the money.';
comment on column billing.withdrawals.settled_by is 'The transfer that paid it or gave it back.';
comment on column billing.withdrawals.requested_at is 'Business time, UTC; so are all times here.';
comment on column billing.withdrawals.due_at is 'By when the person was promised an outcome.';
comment on column billing.withdrawals.sent_at is 'Since when it may have been sent.';
comment on column billing.withdrawals.ask_at is 'When its provider is asked again what became of it; null for never.';
comment on column billing.withdrawals.reason is
  'Why it was refused or failed: requisites, rules, other, crypto_bot, provider, taken_back, erased, or the words of an operator, which the person reads.';
comment on column billing.withdrawals.external_id is 'The provider''s id of what was paid, or an operator''s proof.';
comment on column billing.withdrawals.sent is 'What a provider sent for it, such as "5.555556 USDT".';
select
  migrate.classify(
    'billing.withdrawals', 'open', 'id', 'user_id', 'amount', 'currency', 'way', 'key_id', 'status', 'held_by',
    'settled_by', 'requested_at', 'due_at', 'sent_at', 'settled_at', 'ask_at', 'reason', 'external_id', 'sent'
  ),
  migrate.classify('billing.withdrawals', 'personal', 'masked'),
  migrate.classify('billing.withdrawals', 'secret', 'token', 'sealed');

-- What is settled stays settled, and what may have been sent is not taken back by anybody's tap.
create function billing.check_withdrawal() returns trigger
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if tg_op = 'INSERT' then
    if new.status = 'requested' then
      return new;
    end if;
  elsif (old.id, old.token, old.user_id, old.amount, old.currency, old.way, old.held_by)
    is not distinct from (new.id, new.token, new.user_id, new.amount, new.currency, new.way, new.held_by)
    and (
      old.status = new.status and old.settled_at is not distinct from new.settled_at
      or (old.status, new.status) in (
        ('requested', 'approved'), ('requested', 'rejected'), ('requested', 'cancelled'), ('approved', 'sending'),
        ('approved', 'rejected'), ('sending', 'paid'), ('sending', 'failed')
      )
    ) then
    return new;
  end if;
  raise exception using
    errcode = 'TK038',
    message = format(
      'withdrawal %s does not go from %s to %s', new.id, case tg_op when 'INSERT' then 'nothing' else old.status end,
      new.status
    ),
    hint = 'See its lifecycle in docs/lifecycles.md. Nothing was changed.';
end
$$;
comment on function billing.check_withdrawal() is
  'Trigger: a withdrawal begins as requested, takes the steps of its lifecycle only, and stays what it was about. Raises TK038.';
create trigger withdrawals_take_known_steps
  before insert or update on billing.withdrawals
  for each row execute function billing.check_withdrawal();
alter table billing.withdrawals enable always trigger withdrawals_take_known_steps;

create table billing.withdrawal_approvals (
  withdrawal_id bigint not null references billing.withdrawals,
  actor text not null,
  approved_at timestamptz not null,
  primary key (withdrawal_id, actor)
);
comment on table billing.withdrawal_approvals is
  'Who approved a withdrawal. Above the setting withdrawal_second_approver_above it takes two.';
comment on column billing.withdrawal_approvals.actor is 'As in app.audit: admin:<user id>, operator:<database role>.';
comment on column billing.withdrawal_approvals.approved_at is 'Business time, UTC.';
select migrate.classify('billing.withdrawal_approvals', 'open', 'withdrawal_id', 'actor', 'approved_at');

create table billing.requisites_shown (
  chat_id bigint not null,
  message_id bigint not null,
  withdrawal_id bigint not null references billing.withdrawals,
  remove_at timestamptz not null,
  primary key (chat_id, message_id)
);
create index requisites_shown_of_withdrawal on billing.requisites_shown (withdrawal_id);
create index requisites_shown_to_remove on billing.requisites_shown (remove_at);
comment on table billing.requisites_shown is
  'Messages that show requisites to a person of the shop; the job tend_withdrawals removes them.';
comment on column billing.requisites_shown.remove_at is 'Business time, UTC.';
select
  migrate.classify('billing.requisites_shown', 'open', 'message_id', 'withdrawal_id', 'remove_at'),
  migrate.classify('billing.requisites_shown', 'personal', 'chat_id');

insert into app.settings (name, value, description) values
  (
    'withdrawal_min', '{"RUB": 50000}',
    'The least withdrawal by currency, minor units; a currency that is not here is not paid out.'
  ),
  (
    'withdrawal_second_approver_above', '{"RUB": 1000000}',
    'Above which amount a withdrawal takes two approvers, by currency, minor units; one that is not here always does.'
  ),
  ('withdrawal_business_days', '3', 'Within how many business days (Monday to Friday, UTC) a withdrawal is settled.'),
  ('payout_asset', '"USDT"', 'In what Crypto Pay pays withdrawals out: "USDT" or "TON".');
insert into app.flags (name, enabled, description) values
  ('withdrawals', true, 'Taking requests for withdrawals. Those that were taken are settled all the same.');

insert into outbox.kinds (name, topic, in_doubt, prepare, done, dead, priority, description) values
  (
    'withdrawals.post', 'telegram', 'repeat', 'billing.prepare_withdrawal_post', null, null, 'receipt',
    'A withdrawal in a chat of support; lane: Telegram chat id.'
  ),
  (
    'withdrawals.requisites', 'telegram', 'repeat', 'billing.prepare_requisites', 'billing.requisites_were_shown',
    'billing.requisites_not_shown', 'answer', 'Requisites to who may send the money; lane: Telegram chat id.'
  );
insert into outbox.kinds (name, topic, tried_until, prepare, done, dead, description) values
  (
    'payment.payout', 'payment', 'deadline', 'billing.prepare_payout', 'billing.payout_answered',
    'billing.payout_refused', 'Have a provider pay a withdrawal out; lane: the withdrawal.'
  );
