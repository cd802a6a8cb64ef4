-- What providers say against what we booked: their own lists, money that they took back, and their events, kept so
-- that they can be run again.
--
-- A big shop pays for one index of inbox.events that is made anew, a second for a million. All else is added without
-- looking at a row.

-- Providers

alter table billing.providers
  drop constraint can_is_known,
  add constraint can_is_known check (
    can <@ array['page', 'fetch', 'refund', 'saved_method', 'subscription', 'payout', 'list', 'limits']
  ),
  add column exclusive boolean not null default false,
  add column listed_from timestamptz,
  add column listed_to timestamptz,
  add column limits_at timestamptz,
  add constraint listed_is_a_span check ((listed_from is null) = (listed_to is null) and listed_from < listed_to);
update billing.providers as p set exclusive = true where p.name = 'stars';
comment on column billing.providers.can is
  'What the program with its keys can have it do: page (makes something to pay at), fetch (says what became of it), refund, saved_method, subscription, payout, list (what moved), limits (what it takes).';
comment on column billing.providers.exclusive is
  'Whether nothing else is sold by its account. Then money on its list that names no invoice is held in suspense; else it is only shown by ops.reconciliation.';
comment on column billing.providers.listed_from is
  'From when to listed_to its list was read without a gap, business time, UTC; null for never.';
comment on column billing.providers.limits_at is 'When it said last what amounts it takes, business time, UTC; null for never.';
drop trigger changes_are_audited on billing.providers;
create trigger changes_are_audited
  after insert or update of position, enabled, currency, min_amount, max_amount, exclusive or delete
  on billing.providers
  for each row execute function app.record_owner_change('provider');
alter table billing.providers enable always trigger changes_are_audited;
select migrate.classify('billing.providers', 'open', 'exclusive', 'listed_from', 'listed_to', 'limits_at');

create table billing.provider_limits (
  provider text not null references billing.providers,
  currency app.currency not null,
  min_amount bigint not null constraint min_amount_not_negative check (min_amount >= 0),
  max_amount bigint constraint max_amount_not_below_min check (max_amount >= min_amount),
  primary key (provider, currency)
);
comment on table billing.provider_limits is
  'What a provider says that an invoice may ask for, see billing.providers.limits_at. A currency without a row, of a provider that has some, is not taken.';
comment on column billing.provider_limits.min_amount is 'Least amount, minor units; itself allowed.';
comment on column billing.provider_limits.max_amount is 'Greatest amount, minor units, itself allowed; null for none.';
select migrate.classify('billing.provider_limits', 'open', 'provider', 'currency', 'min_amount', 'max_amount');

-- Their lists

create table billing.listings (
  id bigint generated always as identity primary key,
  provider text not null references billing.providers,
  from_at timestamptz not null,
  to_at timestamptz not null,
  day timestamptz not null,
  cursor text,
  pages integer not null default 0,
  lines integer not null default 0,
  actor text not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  compared_at timestamptz,
  error text,
  constraint reads_some_time check (from_at < to_at),
  constraint day_is_within check (day >= from_at),
  constraint failed_is_finished check (error is null or finished_at is not null)
);
create unique index listings_one_at_a_time on billing.listings (provider) where finished_at is null;
create index listings_of_provider on billing.listings (provider, started_at);
create index listings_to_compare on billing.listings (finished_at) where compared_at is null;
comment on table billing.listings is
  'Each reading of a provider''s own list, page by page (payment.list). The place is kept here, so that whoever dies goes on where it was.';
comment on column billing.listings.from_at is 'From when on its lines are read, business time, UTC; so are all times here.';
comment on column billing.listings.to_at is 'Until when, itself not.';
comment on column billing.listings.day is 'Begin of the 24 hours that are read now.';
comment on column billing.listings.cursor is 'Where the next page of them begins, in the provider''s words; null for the first.';
comment on column billing.listings.lines is 'How many were new.';
comment on column billing.listings.actor is 'system, or operator:<database role>.';
comment on column billing.listings.compared_at is 'When what differs was looked at afterwards.';
comment on column billing.listings.error is 'Why it was given up; null when it came to its end.';
select migrate.classify(
  'billing.listings', 'open', 'id', 'provider', 'from_at', 'to_at', 'day', 'cursor', 'pages', 'lines', 'actor',
  'started_at', 'finished_at', 'compared_at', 'error'
);

create table billing.provider_transactions (
  id bigint generated always as identity primary key,
  provider text not null references billing.providers,
  line_id text not null,
  kind text not null constraint kind_is_known check (
    kind in ('payment', 'refund', 'payout', 'dispute', 'fee', 'other')
  ),
  external_id text not null,
  charge_id text not null,
  key text,
  amount bigint,
  currency app.currency,
  asset_quantity text,
  asset text,
  fee bigint,
  names_ours boolean not null,
  at timestamptz not null,
  first_seen timestamptz not null,
  constraint listed_once unique (provider, kind, line_id),
  constraint is_money_or_an_asset check (
    (amount is null) = (currency is null) and (asset_quantity is null) = (asset is null)
    and (amount is null) <> (asset_quantity is null)
  ),
  constraint fee_is_money check (fee is null or amount is not null)
);
create index provider_transactions_of_charge on billing.provider_transactions (provider, charge_id, kind);
create index provider_transactions_of_thing on billing.provider_transactions (provider, external_id, kind);
comment on table billing.provider_transactions is
  'Lines of providers'' own lists, as they were when they were read first. What differs from what we booked: ops.reconciliation.';
comment on column billing.provider_transactions.line_id is
  'The provider''s id of the line, or of what it is about, where lines have none.';
comment on column billing.provider_transactions.external_id is
  'The provider''s id of what it is about: a payment, a refund, a dispute, a payout.';
comment on column billing.provider_transactions.charge_id is
  'The provider''s id of the payment that it concerns, as in billing.payments.external_id.';
comment on column billing.provider_transactions.key is 'What we had called it there; null for nothing of ours.';
comment on column billing.provider_transactions.amount is
  'Minor units of currency, positive for what came to the shop; null where an asset moved that no price is in.';
comment on column billing.provider_transactions.asset_quantity is 'Units of asset, as the provider writes them; nothing is computed with it.';
comment on column billing.provider_transactions.fee is
  'What the provider kept of it, minor units of currency; null when the list does not say.';
comment on column billing.provider_transactions.names_ours is
  'Whether it named an invoice, payment or refund of ours when it was read first.';
comment on column billing.provider_transactions.at is 'When it moved, as the provider says, UTC.';
comment on column billing.provider_transactions.first_seen is 'When it was read first, business time, UTC.';
create trigger lines_are_append_only
  before update or delete or truncate on billing.provider_transactions
  for each statement execute function app.refuse_change();
alter table billing.provider_transactions enable always trigger lines_are_append_only;
select
  migrate.classify(
    'billing.provider_transactions', 'open', 'id', 'provider', 'line_id', 'kind', 'external_id', 'charge_id', 'amount',
    'currency', 'asset_quantity', 'asset', 'fee', 'names_ours', 'at', 'first_seen'
  ),
  migrate.classify('billing.provider_transactions', 'secret', 'key');

create table billing.settled_differences (
  provider text not null references billing.providers,
  charge_id text not null,
  difference text not null,
  actor text not null,
  reason text not null constraint reason_is_given check (reason <> ''),
  at timestamptz not null,
  primary key (provider, charge_id, difference)
);
comment on table billing.settled_differences is
  'Differences that an operator has looked at and done with (ops.settle_difference): ops.reconciliation shows them no more.';
comment on column billing.settled_differences.charge_id is 'The external_id of ops.reconciliation.';
comment on column billing.settled_differences.at is 'Business time, UTC.';
select
  migrate.classify('billing.settled_differences', 'open', 'provider', 'charge_id', 'difference', 'actor', 'at'),
  migrate.classify('billing.settled_differences', 'personal', 'reason');

insert into outbox.kinds (name, topic, tried_until, prepare, done, done_batch, dead, description) values
  (
    'payment.list', 'payment', 'attempts', 'billing.prepare_list', 'billing.listed', null, 'billing.not_listed',
    'Read a page of a provider''s own list; lane: the provider.'
  ),
  (
    'payment.limits', 'payment', 'attempts', null, 'billing.limits_told', null, null,
    'Ask a provider which amounts it takes; lane: the provider.'
  );

insert into app.settings (name, value, description) values
  ('reconcile_hour', '4', 'The hour, UTC, from which on providers'' lists are read, once a day.'),
  ('reconcile_days', '3', 'How far each reading of a provider''s list goes back beyond the one before, days.'),
  (
    'dispute_ends_access', '"when_opened"',
    'When a payment that a payer''s bank takes back ends what it paid for: when_opened, when_lost or never.'
  ),
  (
    'keep_payment_events_days', '30',
    'How long what payment providers reported is kept with its bytes, for ops.replay_event.'
  );

-- What providers take back

alter type billing.payment_report add attribute refunded bigint;
comment on type billing.payment_report is
  'What a provider says of an invoice: its id of it, of the charge where that is another one, status (pending, authorized, paid, canceled, expired; unclear: paid, and not how much; unknown: it has none), what was paid and what it kept of it in minor units; how it was paid, where that can be charged again; of a declined charge what may follow (billing.invoices.decline), its word for why, and the page where the payer can confirm it. refunded: what has gone back of it so far, minor units of what was paid.';

-- What nobody's balance covers is the shop's loss.
alter table ledger.accounts
  drop constraint system_account_is_known,
  add constraint system_account_is_known check (
    user_id is not null
    or name in ('revenue', 'promo_expense', 'referral_expense', 'suspense', 'exchange', 'fees', 'losses')
    or name ~ '^clearing\.[a-z_]{1,24}$'
  );
comment on column ledger.accounts.name is
  'User: cash, bonus (given by the shop: spent before cash, never paid out), referral_pending, withdrawal_hold, refund_hold. System: revenue, clearing.<provider> (what it has of ours), exchange (between what was paid and what was credited), fees (what providers keep), losses (what providers took back and no balance covers), promo_expense, referral_expense, suspense.';

create table billing.disputes (
  id bigint generated always as identity primary key,
  provider text not null references billing.providers,
  external_id text not null,
  charge_id text,
  payment_id bigint references billing.payments,
  amount bigint not null constraint amount_is_positive check (amount > 0),
  currency app.currency not null,
  fee bigint constraint fee_not_negative check (fee >= 0),
  reason text,
  status text not null default 'opened' constraint status_is_known check (status in ('opened', 'won', 'lost')),
  evidence_due timestamptz,
  opened_at timestamptz not null,
  closed_at timestamptz,
  loss bigint constraint loss_is_positive check (loss > 0),
  loss_currency app.currency,
  owed bigint not null default 0,
  covered bigint not null default 0,
  taken_by bigint unique references ledger.transfers,
  returned_by bigint unique references ledger.transfers,
  constraint told_once unique (provider, external_id),
  constraint closed_has_its_time check ((closed_at is null) = (status = 'opened')),
  constraint taken_is_booked check (num_nonnulls(loss, loss_currency, taken_by) in (0, 3)),
  constraint returned_was_taken check (returned_by is null or taken_by is not null),
  constraint covered_is_owed check (0 <= covered and covered <= owed and owed <= coalesce(loss, 0))
);
create index disputes_of_payment on billing.disputes (payment_id) where payment_id is not null;
create index disputes_without_payment on billing.disputes (id) where payment_id is null;
create index disputes_open on billing.disputes (id) where status = 'opened';
comment on table billing.disputes is
  'Payments that a payer''s bank wants back, each once, whatever the provider repeats and in whatever order.';
comment on column billing.disputes.external_id is 'The provider''s id of it.';
comment on column billing.disputes.charge_id is 'The provider''s id of the payment, as in billing.payments.external_id.';
comment on column billing.disputes.payment_id is 'The payment; null while we know of none.';
comment on column billing.disputes.amount is 'What is disputed, minor units of currency.';
comment on column billing.disputes.fee is 'What the provider takes for it, won or lost, minor units; null when it did not say.';
comment on column billing.disputes.reason is 'In the provider''s word.';
comment on column billing.disputes.status is 'opened until it is won (the shop keeps the money) or lost; that is final.';
comment on column billing.disputes.evidence_due is 'Until when the provider takes evidence, UTC; so are all times here. Null when it did not say.';
comment on column billing.disputes.loss is
  'What the provider has taken, as it had been credited, minor units of loss_currency; null while it took nothing.';
comment on column billing.disputes.owed is 'What of it is the payer''s to give back: the rest had gone back to him before.';
comment on column billing.disputes.covered is 'What of that his balance gave.';
comment on column billing.disputes.taken_by is 'The transfer from the provider''s account to losses.';
comment on column billing.disputes.returned_by is 'The transfer that brought it back, when it was won.';
create trigger rows_are_not_lost
  before truncate on billing.disputes
  for each statement execute function app.refuse_loss();
alter table billing.disputes enable always trigger rows_are_not_lost;
select migrate.classify(
  'billing.disputes', 'open', 'id', 'provider', 'external_id', 'charge_id', 'payment_id', 'amount', 'currency', 'fee',
  'reason', 'status', 'evidence_due', 'opened_at', 'closed_at', 'loss', 'loss_currency', 'owed', 'covered', 'taken_by',
  'returned_by'
);

create type billing.dispute_report as (
  external_id text,
  charge_id text,
  status text,
  amount bigint,
  currency text,
  withdrawn boolean,
  fee bigint,
  reason text,
  evidence_due timestamptz
);
comment on type billing.dispute_report is
  'What a provider says of a dispute: its ids of it and of the payment, status (opened, won, lost), what is disputed, whether that is away from the shop at present, and what it takes for it, minor units.';

-- A refund that an update reports is booked as a payment is. One that fits no payment of ours waits for an operator.
alter table inbox.money_events
  drop constraint outcome_is_known,
  add constraint outcome_is_known check (
    outcome in (
      'credited', 'credited_without_order', 'suspense', 'repeated', 'unclear', 'refunded', 'taken_back', 'settled'
    )
  );
comment on table inbox.money_events is
  'What events said of money. A payment or refund waits here until it is booked; what could not be understood, or was taken back and fits nothing, until an operator has settled it.';
comment on column inbox.money_events.outcome is
  'Of a booked payment see billing.receive_payment, of a refund billing.note_refunded; unclear (something is missing), taken_back (a refund that fits no payment): an operator looks; settled: he has.';

create or replace function inbox.read_money() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into inbox.money_events (
    event_id, kind, provider, external_id, telegram_id, amount, currency, invoice_payload, details, outcome
  )
  select
    a.id, m.kind, case m.currency when 'XTR' then 'stars' else 'telegram' end, m.external_id, m.telegram_id, m.amount,
    m.currency, m.invoice_payload, m.details,
    case when num_nonnulls(m.external_id, m.amount, m.currency) < 3 then 'unclear' end
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

-- Events that can be run again

alter table inbox.events
  add column replays integer not null default 0,
  add column replayed_at timestamptz;
drop index inbox.events_by_processing;
create index events_by_processing
  on inbox.events (processed_at) where processed_at is not null and topic <> 'payment_events';
create index payment_events_by_processing
  on inbox.events (processed_at) where processed_at is not null and topic = 'payment_events';
comment on table inbox.events is
  'What came from outside, as it came, once per source and id. The body is personal data: an update''s is erased when it has been processed, what a payment provider reported is kept with its bytes for the setting keep_payment_events_days.';
comment on column inbox.events.raw is 'The bytes that came; null once processed, but for payment_events.';
comment on column inbox.events.replays is 'How often an operator has run it again (ops.replay_event).';
comment on column inbox.events.replayed_at is 'When last, the machine''s time, UTC.';
select migrate.classify('inbox.events', 'open', 'replays', 'replayed_at');
