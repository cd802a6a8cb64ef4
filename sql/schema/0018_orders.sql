-- Orders and what follows from them: a purchase that could not be made when its money came is tried again.

-- An order that was paid for and could not be bought through no fault of its user. Empty while all is well.
create table billing.unbought (
  order_id bigint primary key references billing.orders,
  user_id bigint not null references app.users,
  since timestamptz not null,
  next_at timestamptz not null,
  attempts integer not null default 1 constraint attempts_are_counted check (attempts > 0),
  sqlstate text,
  error text not null
);
create index unbought_by_time on billing.unbought (next_at);
comment on table billing.unbought is
  'Orders whose money is there and that could not be bought: the job buy_waiting tries them again until they are, or until their users have bought otherwise.';
comment on column billing.unbought.since is 'When it failed first, business time, UTC; so is next_at, when it is tried again.';
comment on column billing.unbought.attempts is 'How often it failed.';
comment on column billing.unbought.sqlstate is 'Of the last failure; null when it was an outcome, which error names.';

-- What a correction is, where something that was sold or paid hangs on the transfer.
create or replace function app.refuse_change() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  raise exception using
    errcode = 'TK001',
    message = format('%I.%I is append-only: %s refused', tg_table_schema, tg_table_name, lower(tg_op)),
    detail = 'Rows of this table are never updated or deleted, not even by its owner.',
    hint = 'Record a new fact instead: ops.reverse_charge(), ops.refund(), ops.credit() and ops.debit() correct what was sold or paid, ledger.reverse() a transfer that nothing else names.';
end
$$;

-- What a period gives is frozen on it, so that what runs now can differ from what comes after it. Not filled for
-- periods of before, see billing.plan_of_period: that would rewrite all of them while the shop waits.
alter table billing.periods add column plan_id bigint references billing.plans;
comment on column billing.periods.plan_id is
  'The plan that it gives; null for one of before this column, see billing.plan_of_period.';
comment on column billing.subscriptions.plan_id is
  'Plan of the last period; what runs now is billing.current_plan.';

-- A tap that is handled twice opens one top-up.
alter table billing.orders add column request uuid;
create unique index orders_by_request on billing.orders (request) where request is not null;
comment on column billing.orders.request is 'Drawn by whoever asks for a top-up, before asking: the same again gets the same order.';

-- What a provider of payments refuses is known to nobody else: its least and greatest amounts move with the rates, and
-- its keys are revoked. Believed for a while, and then tried again.
create table billing.invoice_refusals (
  provider text not null constraint provider_is_a_word check (provider ~ '^[a-z_]{1,24}$'),
  currency app.currency not null,
  kind text not null constraint kind_is_known check (kind in ('too_small', 'too_great', 'unavailable')),
  amount bigint not null constraint amount_is_positive check (amount > 0),
  error text not null,
  at timestamptz not null,
  primary key (provider, currency, kind)
);
comment on table billing.invoice_refusals is
  'The last invoice of a kind that a provider refused to make. too_small, too_great: its amount; unavailable: not because of the amount.';
comment on column billing.invoice_refusals.amount is 'Of the invoice, minor units.';
comment on column billing.invoice_refusals.at is 'Business time, UTC.';

-- An invoice can be paid for as long as it is seen.
create table billing.invoice_messages (
  order_id bigint primary key references billing.orders,
  user_id bigint not null references app.users,
  message_id bigint not null,
  useless_at timestamptz not null,
  asked_at timestamptz
);
create index invoice_messages_of_user on billing.invoice_messages (user_id);
create index invoice_messages_by_time on billing.invoice_messages (useless_at) where asked_at is null;
comment on table billing.invoice_messages is 'Invoices that stand in a chat, until the bot takes them away.';
comment on column billing.invoice_messages.useless_at is 'When its order expires, business time, UTC.';
comment on column billing.invoice_messages.asked_at is 'When the bot was asked to take it away.';
