-- Money from outside, whoever brings it: which providers there are, what each was asked for, and what came of it.

-- A row for each provider that this release knows. A program that has the keys of one says so; an owner switches it
-- off.
create table billing.providers (
  name text primary key constraint name_is_a_word check (name ~ '^[a-z_]{1,24}$'),
  position integer not null,
  enabled boolean not null default true,
  currency app.currency,
  min_amount bigint constraint min_amount_is_positive check (min_amount > 0),
  max_amount bigint constraint max_amount_not_below_min check (max_amount >= min_amount),
  can text[] not null default '{}' constraint can_is_known check (
    can <@ array['page', 'fetch', 'refund', 'saved_method', 'subscription', 'payout', 'list']
  ),
  declared_at timestamptz
);
comment on table billing.providers is 'Providers of payments. Money of one that is switched off is taken all the same.';
comment on column billing.providers.name is 'As in billing.orders, billing.payments and the account clearing.<name>.';
comment on column billing.providers.position is 'Order in which they are offered.';
comment on column billing.providers.enabled is 'Whether the owner wants it to be offered.';
comment on column billing.providers.currency is
  'The only currency that it takes, at a rate of billing.rates; null: any that the shop sells in.';
comment on column billing.providers.min_amount is
  'Least amount of an invoice, minor units of what it takes; null where it says so itself, or has none.';
comment on column billing.providers.max_amount is 'Greatest amount of an invoice, minor units; null as min_amount.';
comment on column billing.providers.can is
  'What the program with its keys can have it do: page (makes something to pay at), fetch (says what became of it), refund, saved_method, subscription, payout, list.';
comment on column billing.providers.declared_at is
  'When a program with its keys said so last, business time, UTC; null for never.';
insert into billing.providers (name, position, currency) values
  ('telegram', 1, null),
  ('yookassa', 2, null),
  ('stripe', 3, null),
  ('stars', 4, 'XTR'),
  ('crypto_pay', 5, null),
  ('heleket', 6, null);
create trigger changes_are_audited
  after insert or update of position, enabled, currency, min_amount, max_amount or delete on billing.providers
  for each row execute function app.record_owner_change('provider');
alter table billing.providers enable always trigger changes_are_audited;

-- What is asked in a currency that nothing is sold in. A ratio of whole numbers, so that no amount is ever rounded
-- on its way to a rate and back.
create table billing.rates (
  id bigint generated always as identity primary key,
  currency app.currency not null,
  paid_in app.currency not null,
  amount bigint not null constraint amount_is_positive check (amount > 0),
  paid bigint not null constraint paid_is_positive check (paid > 0),
  constraint one_rate_between_two unique (currency, paid_in),
  constraint between_two_currencies check (currency <> paid_in)
);
comment on table billing.rates is
  'For so much (amount, minor units of currency) so much is asked (paid, minor units of paid_in), in proportion, rounded up. Written by the owner: 100 RUB for 55 Stars is RUB, XTR, 10000, 55.';
comment on column billing.rates.currency is 'Of prices and balances.';
comment on column billing.rates.amount is 'Minor units of currency.';
comment on column billing.rates.paid is 'What is asked for amount, minor units of paid_in.';
comment on column billing.rates.paid_in is 'What the provider takes.';
create trigger changes_are_audited
  after insert or update or delete on billing.rates
  for each row execute function app.record_owner_change('rate');
alter table billing.rates enable always trigger changes_are_audited;

-- What a provider was asked to let somebody pay. A top-up has one at a time, however often its button is tapped; one
-- that could not be made, or is over, may be followed by another.
create table billing.invoices (
  id bigint generated always as identity primary key,
  token uuid not null default gen_random_uuid() unique,
  order_id bigint not null references billing.orders,
  user_id bigint not null references app.users,
  provider text not null references billing.providers,
  amount bigint not null constraint amount_is_positive check (amount > 0),
  currency app.currency not null,
  credited_amount bigint not null constraint credited_amount_is_positive check (credited_amount > 0),
  credited_currency app.currency not null,
  status text not null default 'creating'
    constraint status_is_known check (status in ('creating', 'open', 'paid', 'over', 'failed')),
  external_id text,
  url text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  closed_at timestamptz,
  fetch_at timestamptz,
  error text,
  constraint external_id_is_of_one_invoice unique (provider, external_id),
  constraint credited_as_asked_in_one_currency
    check (currency::text <> credited_currency::text or amount = credited_amount),
  constraint expires_after_creation check (expires_at > created_at),
  constraint open_has_somewhere_to_pay check (status <> 'open' or num_nonnulls(external_id, url) = 2),
  constraint closed_has_its_time check ((closed_at is null) = (status in ('creating', 'open'))),
  constraint failed_says_why check (status <> 'failed' or error is not null)
);
create unique index invoices_one_at_a_time on billing.invoices (order_id) where status in ('creating', 'open');
create index invoices_of_order on billing.invoices (order_id);
create index invoices_of_user on billing.invoices (user_id, id);
create index invoices_to_fetch on billing.invoices (fetch_at) where fetch_at is not null;
comment on table billing.invoices is
  'What a provider was asked to let somebody pay. Whoever pays it, the payer is known by it; what was quoted is what is credited.';
comment on column billing.invoices.token is
  'Says which one it is at the provider, and is its idempotency key: asking twice makes one invoice.';
comment on column billing.invoices.order_id is 'The top-up.';
comment on column billing.invoices.amount is 'What the provider asks, minor units of currency.';
comment on column billing.invoices.credited_amount is 'What the balance grows by when exactly amount has been paid, minor units.';
comment on column billing.invoices.status is
  'creating: the provider is being asked; open: can be paid; paid; over: expired or given up; failed: the provider refused to make it. One that is over is paid when the money comes all the same.';
comment on column billing.invoices.external_id is 'The provider''s id of it; null while it is not made.';
comment on column billing.invoices.url is 'Where it is paid.';
comment on column billing.invoices.expires_at is 'Until when it can be paid, business time, UTC; so are all times here.';
comment on column billing.invoices.fetch_at is
  'When the provider is asked about it next, whatever its webhooks say; null: not any more, see billing.next_fetch.';
comment on column billing.invoices.error is 'Why it could not be made, or why the provider''s last answer about it was of no use.';
create trigger rows_are_not_lost
  before truncate on billing.invoices
  for each statement execute function app.refuse_loss();
alter table billing.invoices enable always trigger rows_are_not_lost;

create function billing.check_invoice() returns trigger
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
    new.credited_currency, new.created_at
  ) is distinct from (
    old.token, old.order_id, old.user_id, old.provider, old.amount, old.currency, old.credited_amount,
    old.credited_currency, old.created_at
  ) or new.external_id is distinct from old.external_id and old.external_id is not null then
    raise exception using
      errcode = 'TK030',
      message = format('invoice %s keeps what was quoted', old.id),
      hint = 'Open another one.';
  end if;
  return new;
end
$$;
comment on function billing.check_invoice() is
  'Trigger that lets an invoice take each step once and never change what was quoted. Raises TK030.';
create trigger invoices_take_each_step_once
  before update on billing.invoices for each row execute function billing.check_invoice();

-- A payment stays what it brought to a balance; beside it stands what the provider took for that. Old rows are not
-- written: of those the two are the same.
alter table billing.payments
  add column invoice_id bigint references billing.invoices,
  add column gross bigint constraint gross_is_positive check (gross > 0),
  add column gross_currency app.currency,
  add column fee bigint constraint fee_not_negative check (fee >= 0),
  add constraint gross_has_a_currency check ((gross is null) = (gross_currency is null)),
  add constraint fee_is_part_of_the_gross check (fee <= gross);
create index payments_of_invoice on billing.payments (invoice_id) where invoice_id is not null;
comment on column billing.payments.amount is 'What was credited, minor units.';
comment on column billing.payments.invoice_id is 'The invoice that it paid; null for money that came by none.';
comment on column billing.payments.gross is
  'What the payer paid, minor units of gross_currency; null in both: what was credited.';
comment on column billing.payments.fee is
  'What the provider kept of gross, as far as it said so with the payment; null when it did not.';

alter table billing.refunds
  add column external_id text,
  add column fetch_at timestamptz;
create index refunds_to_fetch on billing.refunds (fetch_at) where fetch_at is not null;
comment on column billing.refunds.external_id is 'The provider''s id of it, as soon as it gave one.';
comment on column billing.refunds.fetch_at is
  'When the provider is asked what became of it, business time, UTC; null where nothing is to be asked.';

alter table ledger.accounts
  drop constraint system_account_is_known,
  add constraint system_account_is_known check (
    user_id is not null
    or name in ('revenue', 'promo_expense', 'referral_expense', 'suspense', 'exchange', 'fees')
    or name ~ '^clearing\.[a-z_]{1,24}$'
  );
comment on column ledger.accounts.name is
  'User: cash, bonus (given by the shop: spent before cash, never paid out), referral_pending, withdrawal_hold, refund_hold. System: revenue, clearing.<provider> (what it has of ours), exchange (between what was paid and what was credited), fees (what providers keep), promo_expense, referral_expense, suspense.';

create type billing.payment_report as (
  external_id text,
  charge_id text,
  status text,
  amount bigint,
  currency text,
  fee bigint
);
comment on type billing.payment_report is
  'What a provider says of an invoice: its id of it, of the charge where that is another one, status (pending, authorized, paid, canceled, expired; unclear: paid, and not how much; unknown: it has none), what was paid and what it kept of it in minor units.';

insert into outbox.kinds (name, topic, tried_until, prepare, done, done_batch, dead, description) values
  (
    'payment.create', 'payment', 'deadline', 'billing.prepare_create', 'billing.invoice_created', null,
    'billing.invoice_not_created', 'Have a provider make an invoice; lane: the invoice.'
  ),
  (
    'payment.fetch', 'payment', 'attempts', 'billing.prepare_fetch', null, 'billing.fetched_batch', null,
    'Ask a provider what became of an invoice; lane: the invoice.'
  ),
  (
    'payment.refund', 'payment', 'done', 'billing.prepare_refund', 'billing.refund_answered', null,
    'billing.refund_refused', 'Have a provider send money back; lane: the refund.'
  ),
  (
    'payment.fetch_refund', 'payment', 'attempts', 'billing.prepare_refund', 'billing.refund_answered', null, null,
    'Ask a provider what became of a refund; lane: the refund.'
  );

select
  migrate.classify(
    'billing.providers', 'open', 'name', 'position', 'enabled', 'currency', 'min_amount', 'max_amount', 'can',
    'declared_at'
  ),
  migrate.classify('billing.rates', 'open', 'id', 'currency', 'paid_in', 'amount', 'paid'),
  migrate.classify(
    'billing.invoices', 'open', 'id', 'order_id', 'user_id', 'provider', 'amount', 'currency', 'credited_amount',
    'credited_currency', 'status', 'external_id', 'created_at', 'expires_at', 'closed_at', 'fetch_at', 'error'
  ),
  migrate.classify('billing.invoices', 'secret', 'token', 'url'),
  migrate.classify('billing.refunds', 'open', 'external_id', 'fetch_at'),
  migrate.classify('billing.payments', 'open', 'invoice_id', 'gross', 'gross_currency', 'fee');

-- Where a payer goes back to.
alter table app.bot add column name text;
comment on column app.bot.name is 'Its name at Telegram, without @; null until it is known.';
select migrate.classify('app.bot', 'open', 'name');
