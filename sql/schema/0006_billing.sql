-- What is sold, who bought it, and until when. Constraints carry the promises: no two prices at once,
-- a period once and never over another, no paid period without its transfer.

create table billing.plans (
  id bigint generated always as identity primary key,
  code text not null unique constraint code_is_a_word check (code ~ '^[a-z][a-z0-9_]{1,31}$'),
  title jsonb not null,
  benefits jsonb not null,
  device_limit integer constraint device_limit_is_positive check (device_limit > 0),
  data_limit_bytes bigint constraint data_limit_is_positive check (data_limit_bytes > 0),
  position integer not null default 0,
  active boolean not null default true,
  constraint title_in_english check (title ? 'en'),
  constraint benefits_in_english check (benefits ? 'en')
);
comment on table billing.plans is 'What the shop sells.';
comment on column billing.plans.title is 'Name by language: {"en": ..., "ru": ...}; English stands in for a missing one.';
comment on column billing.plans.benefits is 'One line of benefits by language.';
comment on column billing.plans.device_limit is 'Devices at a time; null for no limit.';
comment on column billing.plans.data_limit_bytes is 'Traffic of a period in bytes; null for no limit.';

create table billing.prices (
  id bigint generated always as identity primary key,
  plan_id bigint not null references billing.plans,
  period_count integer not null constraint period_is_positive check (period_count > 0),
  period_unit text not null constraint period_unit_is_known check (period_unit in ('day', 'month')),
  amount bigint not null constraint amount_is_positive check (amount > 0),
  currency app.currency not null,
  valid tstzrange not null constraint valid_is_not_empty check (not isempty(valid)),
  constraint one_price_at_a_time exclude using gist (
    plan_id with =, period_count with =, period_unit with =, (currency::text) with =, valid with &&
  )
);
comment on table billing.prices is 'Versions of prices. A change closes one row and opens the next; a period keeps the row it was sold at.';
comment on column billing.prices.period_unit is 'day counts 24 hours; month is a calendar month in UTC.';
comment on column billing.prices.amount is 'Minor units.';
comment on column billing.prices.valid is 'When the price is offered, half-open [from, until).';

create table billing.orders (
  id bigint generated always as identity primary key,
  token uuid not null unique default gen_random_uuid(),
  user_id bigint not null references app.users,
  kind text not null constraint kind_is_known check (kind in ('purchase', 'topup')),
  status text not null default 'open'
    constraint status_is_known check (status in ('open', 'paid', 'fulfilled', 'cancelled')),
  price_id bigint references billing.prices,
  provider text constraint provider_is_a_word check (provider ~ '^[a-z_]{1,24}$'),
  amount bigint not null constraint amount_is_positive check (amount > 0),
  currency app.currency not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  paid_at timestamptz,
  fulfilled_at timestamptz,
  constraint purchase_has_a_price check ((kind = 'purchase') = (price_id is not null)),
  constraint topup_has_a_provider check (kind <> 'topup' or provider is not null),
  constraint expires_after_creation check (expires_at > created_at),
  constraint paid_has_its_time check ((status in ('paid', 'fulfilled')) = (paid_at is not null)),
  constraint fulfilled_has_its_time check ((status = 'fulfilled') = (fulfilled_at is not null))
);
create index orders_of_user on billing.orders (user_id, id);
comment on table billing.orders is
  'An intention to pay, good until expires_at. open -> paid -> fulfilled, or open -> cancelled; each step once. An order is expired when it is open and its time is over.';
comment on column billing.orders.token is 'What a button or an invoice carries: opaque, bound to the user, good for one fulfilment.';
comment on column billing.orders.amount is 'Minor units, as quoted.';

create table billing.payments (
  id bigint generated always as identity primary key,
  provider text not null constraint provider_is_a_word check (provider ~ '^[a-z_]{1,24}$'),
  external_id text not null,
  user_id bigint references app.users,
  order_id bigint references billing.orders,
  amount bigint not null constraint amount_is_positive check (amount > 0),
  currency app.currency not null,
  transfer_id bigint not null unique references ledger.transfers,
  received_at timestamptz not null,
  constraint credited_once unique (provider, external_id)
);
create unique index payments_one_per_order on billing.payments (order_id) where order_id is not null;
create index payments_of_user on billing.payments (user_id, id);
comment on table billing.payments is
  'Money that arrived from a provider, once per provider''s id. Its transfer went to the payer''s balance, or to suspense when the payer is not certain.';
comment on column billing.payments.external_id is 'The provider''s id of the charge.';
comment on column billing.payments.amount is 'Minor units.';
comment on column billing.payments.order_id is 'The order that it paid; null for money that fits no open order.';

create table billing.suspense (
  payment_id bigint primary key references billing.payments,
  reason text not null,
  created_at timestamptz not null,
  resolved_at timestamptz,
  resolution text,
  constraint resolved_says_how check ((resolved_at is null) = (resolution is null))
);
comment on table billing.suspense is 'Payments whose payer is not certain, held until an operator decides.';

create table billing.trials (
  identity_hash bytea primary key references app.users (identity_hash),
  user_id bigint not null references app.users,
  started_at timestamptz not null
);
comment on table billing.trials is 'Trials given: one per person for ever, whatever becomes of the account.';

create table billing.subscriptions (
  id bigint generated always as identity primary key,
  user_id bigint not null unique references app.users,
  plan_id bigint not null references billing.plans,
  status text not null constraint status_is_known check (status in ('active', 'expired')),
  source text not null constraint source_is_known check (source in ('trial', 'paid')),
  price_id bigint references billing.prices,
  anchor_at timestamptz not null,
  anchor_number integer not null,
  period_number integer not null,
  ends_at timestamptz not null,
  created_at timestamptz not null,
  constraint anchor_not_after_period check (anchor_number between 1 and period_number),
  constraint paid_has_a_price check (source <> 'paid' or price_id is not null)
) with (fillfactor = 80);
create index subscriptions_due on billing.subscriptions (ends_at) where status = 'active';
comment on table billing.subscriptions is
  'A user''s subscription: one row that lives through trial, purchases and expiries, so that key and history stay.';
comment on column billing.subscriptions.plan_id is 'Plan of the last period.';
comment on column billing.subscriptions.source is 'What the current or last period came from.';
comment on column billing.subscriptions.price_id is 'Price of the last paid period; renewal asks for the same plan and length.';
comment on column billing.subscriptions.anchor_at is 'Start of the period anchor_number; later ends are anchor_at + n periods, never the last end + one.';
comment on column billing.subscriptions.period_number is 'Number of the last period in billing.periods.';
comment on column billing.subscriptions.ends_at is 'End of the last period, UTC; access is due until then.';

create table billing.periods (
  subscription_id bigint not null references billing.subscriptions,
  number integer not null constraint number_is_positive check (number > 0),
  kind text not null constraint kind_is_known check (kind in ('trial', 'paid')),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  price_id bigint references billing.prices,
  order_id bigint unique references billing.orders,
  transfer_id bigint unique references ledger.transfers,
  created_at timestamptz not null,
  primary key (subscription_id, number),
  constraint ends_after_start check (ends_at > starts_at),
  constraint charged_if_and_only_if_paid check (
    num_nonnulls(price_id, transfer_id) = case kind when 'paid' then 2 else 0 end
  ),
  constraint periods_never_overlap exclude using gist (
    subscription_id with =, tstzrange(starts_at, ends_at) with &&
  )
);
comment on table billing.periods is 'What was granted: numbered, half-open [starts_at, ends_at), never overlapping.';
comment on column billing.periods.price_id is 'The version of the price that it was sold at.';
comment on column billing.periods.order_id is 'The order that it fulfilled; an order is fulfilled once.';
comment on column billing.periods.transfer_id is 'The charge; a paid period has one, and a charge pays one period.';

create type billing.span as (
  number integer,
  starts_at timestamptz,
  ends_at timestamptz,
  anchor_at timestamptz,
  anchor_number integer
);
comment on type billing.span is 'A period before it is granted, and the anchor that it was reckoned from.';

-- What was sold, granted and received is history; only a subscription's present lives on.
create trigger periods_are_append_only
  before update or delete or truncate on billing.periods
  for each statement execute function app.refuse_change();
create trigger payments_are_append_only
  before update or delete or truncate on billing.payments
  for each statement execute function app.refuse_change();
create trigger trials_are_append_only
  before update or delete or truncate on billing.trials
  for each statement execute function app.refuse_change();
alter table billing.periods enable always trigger periods_are_append_only;
alter table billing.payments enable always trigger payments_are_append_only;
alter table billing.trials enable always trigger trials_are_append_only;

-- Checked once per statement: a trigger for each row would cost a set of 1000 periods 1000 calls.
create function billing.check_periods() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  v_period record;
begin
  select g.subscription_id, g.number into v_period
  from granted as g
  left join billing.periods as p on p.subscription_id = g.subscription_id and p.number = g.number - 1
  where g.number > 1 and (p.number is null or p.ends_at > g.starts_at)
  limit 1;
  if found then
    raise exception using
      errcode = 'TK031',
      message = format('period %s of subscription %s does not follow one', v_period.number, v_period.subscription_id),
      detail = 'Periods are numbered without gaps, and each starts at the end of the one before or later.',
      hint = 'Grant periods with billing.grant_period() only.';
  end if;
  return null;
end
$$;
comment on function billing.check_periods() is 'Trigger that keeps periods gapless and in order. Raises TK031.';

create trigger periods_follow_one_another
  after insert on billing.periods
  referencing new table as granted
  for each statement execute function billing.check_periods();

create function billing.check_order() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if (old.status, new.status) not in (
    ('open', 'paid'), ('open', 'fulfilled'), ('open', 'cancelled'), ('paid', 'fulfilled')
  ) then
    raise exception using
      errcode = 'TK030',
      message = format('order %s cannot go from %s to %s', old.id, old.status, new.status),
      detail = 'An order goes open -> paid -> fulfilled, or open -> cancelled, each step once.';
  end if;
  if (new.id, new.token, new.user_id, new.kind, new.price_id, new.provider, new.amount, new.currency, new.created_at)
    is distinct from
    (old.id, old.token, old.user_id, old.kind, old.price_id, old.provider, old.amount, old.currency, old.created_at)
  then
    raise exception using
      errcode = 'TK030',
      message = format('order %s keeps what was quoted', old.id),
      hint = 'Open a new order.';
  end if;
  return new;
end
$$;
comment on function billing.check_order() is
  'Trigger that lets an order take each step once and never change what was quoted. Raises TK030.';

create trigger orders_take_each_step_once
  before update on billing.orders
  for each row execute function billing.check_order();

insert into outbox.kinds (name, topic, in_doubt, prepare, done, dead, description) values
  ('billing.notice', 'telegram', 'repeat', 'billing.prepare_notice', null, 'app.notice_dead',
    'A notice about a period, dropped once that is not the last one any more; lane: Telegram chat id.');
