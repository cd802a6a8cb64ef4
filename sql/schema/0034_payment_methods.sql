-- Renewal by any method. A user may have the way in which he paid remembered: a card that is charged for a renewal, or
-- a Star subscription that Telegram charges by itself. A charge is an invoice that nobody has to look at: its money
-- comes to the balance as any other, and the renewal takes it from there.

create table billing.payment_methods (
  id bigint generated always as identity primary key,
  user_id bigint not null references app.users,
  provider text not null references billing.providers,
  kind text not null constraint kind_is_known check (kind in ('saved', 'subscription')),
  invoice_id bigint not null unique references billing.invoices,
  external_id text,
  title text constraint title_is_bounded check (length(title) between 1 and 100),
  position integer not null,
  created_at timestamptz not null,
  paid_until timestamptz,
  failed_at timestamptz,
  error text,
  removed_at timestamptz,
  constraint saved_can_be_charged check ((kind = 'saved') = (external_id is not null)),
  constraint subscription_is_paid_until check ((kind = 'subscription') = (paid_until is not null)),
  constraint failed_says_why check ((failed_at is null) = (error is null))
);
create unique index payment_methods_are_saved_once
  on billing.payment_methods (provider, external_id) where removed_at is null;
create index payment_methods_of_user on billing.payment_methods (user_id, position);
comment on table billing.payment_methods is
  'Ways to pay that users had remembered, in the order in which renewals try them.';
comment on column billing.payment_methods.kind is
  'saved: the shop has its provider charge it; subscription: the provider charges each month until it is told otherwise.';
comment on column billing.payment_methods.invoice_id is 'The payment with which it was remembered.';
comment on column billing.payment_methods.external_id is 'All that a charge needs; of a subscription its payments have it.';
comment on column billing.payment_methods.title is 'For its user, such as "Visa 4242"; null where the provider is name enough.';
comment on column billing.payment_methods.position is 'The least is tried first.';
comment on column billing.payment_methods.paid_until is
  'When the provider charges a subscription next, business time, UTC; so are all times here.';
comment on column billing.payment_methods.failed_at is
  'Since when it is not charged any more, because its provider said so: error is its word.';
comment on column billing.payment_methods.removed_at is 'When its user had it forgotten, or another one took its place.';
create trigger rows_are_not_lost
  before truncate on billing.payment_methods
  for each statement execute function app.refuse_loss();
alter table billing.payment_methods enable always trigger rows_are_not_lost;

create table billing.payment_choices (
  user_id bigint primary key references app.users,
  remember boolean not null default false,
  balance_first boolean not null default true
);
comment on table billing.payment_choices is 'What users chose about paying; who chose nothing has no row.';
comment on column billing.payment_choices.remember is 'Whether what he pays with is to be remembered for renewals.';
comment on column billing.payment_choices.balance_first is
  'Whether a renewal takes what is on the balance before it charges a method for the rest.';

alter table billing.invoices
  add column saves_method boolean not null default false,
  add column monthly boolean not null default false,
  add column method_id bigint references billing.payment_methods,
  add column subscription_id bigint references billing.subscriptions,
  add column period_number integer,
  add column attempt integer constraint attempt_is_positive check (attempt > 0),
  add column decline text constraint decline_is_known check (decline in ('retry', 'buyer', 'drop', 'end')),
  add constraint charge_is_an_attempt_for_a_period
    check (num_nonnulls(method_id, subscription_id, period_number, attempt) in (0, 4)),
  add constraint attempt_is_made_once unique (subscription_id, period_number, attempt),
  add constraint only_a_charge_is_declined check (decline is null or method_id is not null),
  add constraint charge_saves_nothing check (method_id is null or not (saves_method or monthly));
create unique index charges_one_at_a_time
  on billing.invoices (subscription_id) where status in ('creating', 'open') and subscription_id is not null;
create index invoices_of_method on billing.invoices (method_id) where method_id is not null;
comment on column billing.invoices.saves_method is 'Whether its payer wants the way in which he pays it remembered.';
comment on column billing.invoices.monthly is 'Whether the provider charges it again each month.';
comment on column billing.invoices.method_id is
  'Of a charge: what is charged. While it is creating, nobody knows what came of it; open is one that its payer has to confirm.';
comment on column billing.invoices.subscription_id is 'Of a charge: what is to be renewed with it.';
comment on column billing.invoices.period_number is 'Of a charge: the period that is to be followed by another.';
comment on column billing.invoices.attempt is 'Of a charge: which one for that period.';
comment on column billing.invoices.decline is
  'Of a charge that was declined (error: the provider''s word) what may follow: retry, buyer (its payer has to act), drop (that method is never charged again), end.';

create or replace function billing.check_invoice() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if old.status <> new.status and (old.status, new.status) not in (
    ('creating', 'open'), ('creating', 'failed'), ('creating', 'over'), ('creating', 'paid'),
    ('open', 'paid'), ('open', 'over'), ('over', 'paid'), ('failed', 'paid')
  ) then
    raise exception using
      errcode = 'TK030',
      message = format('invoice %s cannot go from %s to %s', old.id, old.status, new.status),
      detail = 'An invoice goes creating -> open -> paid or over; one that is over, or failed, is paid when its money comes.';
  end if;
  if (
    new.token, new.order_id, new.user_id, new.provider, new.amount, new.currency, new.credited_amount,
    new.credited_currency, new.created_at, new.method_id, new.subscription_id, new.period_number, new.attempt
  ) is distinct from (
    old.token, old.order_id, old.user_id, old.provider, old.amount, old.currency, old.credited_amount,
    old.credited_currency, old.created_at, old.method_id, old.subscription_id, old.period_number, old.attempt
  ) or new.external_id is distinct from old.external_id and old.external_id is not null then
    raise exception using
      errcode = 'TK030',
      message = format('invoice %s keeps what was quoted', old.id),
      hint = 'Open another one.';
  end if;
  return new;
end
$$;

alter type billing.payment_report
  add attribute method_id text,
  add attribute method_title text,
  add attribute decline text,
  add attribute decline_code text,
  add attribute page text;
comment on type billing.payment_report is
  'What a provider says of an invoice: its id of it, of the charge where that is another one, status (pending, authorized, paid, canceled, expired; unclear: paid, and not how much; unknown: it has none), what was paid and what it kept of it in minor units; how it was paid, where that can be charged again; of a declined charge what may follow (billing.invoices.decline), its word for why, and the page where the payer can confirm it.';

create type billing.planned_charge as (
  state text,
  method_id bigint,
  amount bigint,
  until timestamptz
);
comment on type billing.planned_charge is
  'Who is to pay for a renewal what the balance does not. state: ready (method_id can be charged for amount, minor units of the price), in_flight (nobody knows yet what came of a charge) or expected (the provider charges by itself); until: when that is over at the latest; null: nobody.';

alter type billing.renewal add attribute method_id bigint, add attribute charge bigint;
comment on type billing.renewal is
  'A subscription that auto-renewal looked at. chat: where its user is told; null when that cannot be, is not yet to be, or is too late. outcome: renewed, waiting (nothing to do yet), charging (money is to come from a method), or a kind of billing.notices: announced, ending, price_risen, short, grace, unavailable. account_id: the cash account; amount (minor units), currency, price_id, plan_id: what is on offer for the next period. number to anchor_number: the period to be written when renewed, else only the number of the last one. expires_at: until when access is kept. renew_at: when to look again. useful_until: until when the user is told. charge_from: of what is announced, before when it is not charged. bonus_account_id, bonus: what of amount the bonus account pays. method_id, charge: what is to be charged for how much now, null for nothing.';

insert into outbox.kinds (name, topic, tried_until, prepare, done, done_batch, dead, description) values
  (
    'payment.charge', 'payment', 'deadline', 'billing.prepare_charge', null, 'billing.fetched_batch',
    'billing.charge_not_made', 'Have a provider charge a saved method; lane: the invoice.'
  ),
  (
    'payment.sync_method', 'payment', 'done', 'billing.prepare_method', null, null, null,
    'Tell a provider what became of a saved method or a subscription of its own; lane: the method.'
  );

insert into app.settings (name, value, description) values
  ('charge_attempts', '4', 'How often saved methods are charged for one period at most, all declines together.'),
  ('charge_hold_hours', '24', 'How long access outlasts its end while nobody knows what came of a charge.');
insert into app.flags (name, enabled, description) values
  ('method_charges', true, 'Charging saved payment methods for renewals.');

select
  migrate.classify(
    'billing.payment_methods', 'open', 'id', 'user_id', 'provider', 'kind', 'invoice_id', 'position', 'created_at',
    'paid_until', 'failed_at', 'error', 'removed_at'
  ),
  migrate.classify('billing.payment_methods', 'secret', 'external_id'),
  migrate.classify('billing.payment_methods', 'personal', 'title'),
  migrate.classify('billing.payment_choices', 'open', 'user_id', 'remember', 'balance_first'),
  migrate.classify(
    'billing.invoices', 'open', 'saves_method', 'monthly', 'method_id', 'subscription_id', 'period_number', 'attempt',
    'decline'
  );
