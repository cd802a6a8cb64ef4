-- Promo codes, discounts of one person, and the price below which no discount goes.
--
-- A code that lowers a price becomes its person's choice, an order reserves one use of it, and the payment redeems that
-- use. A code that gives days, money or a trial is redeemed when it is entered. billing.promo_codes.uses counts both,
-- so that a conditional update decides who gets the last one.

create table billing.promo_codes (
  id bigint generated always as identity primary key,
  code text not null constraint code_is_letters_and_digits check (code ~ '^[A-Z0-9]{3,32}$'),
  kind text not null constraint kind_is_known check (kind in ('percent', 'amount', 'days', 'balance', 'trial')),
  percent integer constraint percent_is_a_share check (percent between 1 and 99),
  amount bigint constraint amount_is_positive check (amount > 0),
  days integer constraint days_are_some check (days between 1 and 3650),
  hours integer constraint hours_are_some check (hours between 1 and 8760),
  currency app.currency,
  max_uses integer constraint max_uses_are_some check (max_uses > 0),
  uses_per_user integer not null default 1 constraint uses_per_user_are_some check (uses_per_user between 1 and 1000),
  uses integer not null default 0,
  audience text not null default 'all'
    constraint audience_is_known check (audience in ('all', 'new', 'paid', 'subscribers')),
  plan_ids bigint[],
  lengths text[],
  first_only boolean not null default false,
  min_amount bigint constraint min_amount_is_positive check (min_amount > 0),
  adds_up boolean not null default false,
  renewals integer not null default 0 constraint renewals_are_some check (renewals between 0 and 120),
  valid tstzrange not null constraint valid_is_not_empty check (not isempty(valid)),
  batch text,
  reason text not null constraint reason_is_given check (btrim(reason) <> ''),
  created_at timestamptz not null,
  retired_at timestamptz,
  constraint kind_has_its_value check (
    num_nonnulls(percent, amount, days, hours) = 1
    and case kind
      when 'percent' then percent
      when 'days' then days
      when 'trial' then hours
      else amount
    end is not null
  ),
  constraint amount_has_a_currency check (num_nonnulls(amount, min_amount) = 0 or currency is not null),
  constraint uses_within_limit check (uses between 0 and coalesce(max_uses, 2147483647)),
  constraint terms_are_of_a_price check (
    kind in ('percent', 'amount') or (num_nonnulls(plan_ids, lengths, min_amount) = 0 and not adds_up and renewals = 0)
  )
);
create unique index promo_codes_in_use on billing.promo_codes (code) where retired_at is null;
create index promo_codes_of_batch on billing.promo_codes (batch) where batch is not null;
comment on table billing.promo_codes is
  'Promo codes, which people enter in the bot or bring with a link. Written by ops.create_code(), ops.make_codes() and ops.retire_code(); what one has brought shows ops.codes.';
comment on column billing.promo_codes.code is 'In capitals, as it is compared; unique among those that are not retired.';
comment on column billing.promo_codes.kind is
  'percent, amount: off the price of a purchase or a change of plan; days: free time; balance: bonus, which is spent before other money and never paid out; trial: the trial for those who never had one nor a subscription, of its own length.';
comment on column billing.promo_codes.percent is 'Of kind percent; rounded down to minor units.';
comment on column billing.promo_codes.amount is 'Of the kinds amount and balance, minor units of currency.';
comment on column billing.promo_codes.days is 'Of kind days; a day is 24 hours.';
comment on column billing.promo_codes.hours is 'Of kind trial: how long it is.';
comment on column billing.promo_codes.currency is 'Of amount and min_amount: the code is for those who pay in it. Null: any.';
comment on column billing.promo_codes.max_uses is 'How often it may be used by all together; null: any number.';
comment on column billing.promo_codes.uses_per_user is 'How often it may be used by one person.';
comment on column billing.promo_codes.uses is 'How often it is used or reserved: its rows of billing.promo_uses that are not returned.';
comment on column billing.promo_codes.audience is
  'all; new: who never paid anything; paid: who has paid for a period and has not got all of that back; subscribers: whose paid subscription runs. See billing.promo_fits().';
comment on column billing.promo_codes.plan_ids is 'Plans that it makes cheaper (billing.plans.id); null: all.';
comment on column billing.promo_codes.lengths is 'Lengths that it makes cheaper, such as {"30 day","3 month"}; null: all.';
comment on column billing.promo_codes.first_only is 'Whether it is for the first purchase of a person only.';
comment on column billing.promo_codes.min_amount is 'Least list price that it makes cheaper, minor units of currency; null: any.';
comment on column billing.promo_codes.adds_up is 'Whether it comes on top of other discounts; else the best one counts.';
comment on column billing.promo_codes.renewals is 'How many automatic renewals after the purchase it makes cheaper as well.';
comment on column billing.promo_codes.valid is 'When it can be entered and ordered with, half-open [from, until), UTC.';
comment on column billing.promo_codes.batch is 'The prefix of codes that were made together; null for one that was made alone.';
comment on column billing.promo_codes.reason is 'What it is for, in the owner''s words; no customer reads it.';
comment on column billing.promo_codes.created_at is 'Business time, UTC.';
comment on column billing.promo_codes.retired_at is
  'When it was withdrawn, business time, UTC; null: it was not. A use that is reserved is still redeemed.';
create trigger changes_are_audited
  after insert or delete or update of
    code, kind, percent, amount, days, hours, currency, max_uses, uses_per_user, audience, plan_ids, lengths,
    first_only, min_amount, adds_up, renewals, valid, batch, reason, retired_at
  on billing.promo_codes
  for each row execute function app.record_owner_change('promo_code');
alter table billing.promo_codes enable always trigger changes_are_audited;
select migrate.classify(
  'billing.promo_codes', 'open', 'id', 'code', 'kind', 'percent', 'amount', 'days', 'hours', 'currency', 'max_uses',
  'uses_per_user', 'uses', 'audience', 'plan_ids', 'lengths', 'first_only', 'min_amount', 'adds_up', 'renewals',
  'valid', 'batch', 'reason', 'created_at', 'retired_at'
);

-- What an order was quoted with belongs to the quote.
alter table billing.orders add column promo_code_id bigint references billing.promo_codes;
create index orders_of_promo_code on billing.orders (promo_code_id) where promo_code_id is not null;
comment on column billing.orders.promo_code_id is 'The promo code that made it cheaper, of which paying it takes one use; null for none.';
select migrate.classify('billing.orders', 'open', 'promo_code_id');

create or replace function billing.check_order() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if old.status <> new.status and (old.status, new.status) not in (
    ('open', 'paid'), ('open', 'fulfilled'), ('open', 'cancelled'), ('paid', 'fulfilled')
  ) or old.status = new.status and new.status <> 'open' then
    raise exception using
      errcode = 'TK030',
      message = format('order %s cannot go from %s to %s', old.id, old.status, new.status),
      detail = 'An order goes open -> paid -> fulfilled, or open -> cancelled, each step once.';
  end if;
  if (
    new.id, new.token, new.user_id, new.gift_to, new.kind, new.price_id, new.provider, new.amount, new.currency,
    new.discount, new.credit, new.for_order_id, new.opens_new, new.created_at, new.promo_code_id
  ) is distinct from (
    old.id, old.token, old.user_id, old.gift_to, old.kind, old.price_id, old.provider, old.amount, old.currency,
    old.discount, old.credit, old.for_order_id, old.opens_new, old.created_at, old.promo_code_id
  )
  or new.expires_at < old.expires_at
  or new.subscription_id is distinct from old.subscription_id
  and not (old.subscription_id is null and new.status = 'fulfilled') then
    raise exception using
      errcode = 'TK030',
      message = format('order %s keeps what was quoted', old.id),
      hint = 'Open a new order.';
  end if;
  return new;
end
$$;

create table billing.promo_uses (
  id bigint generated always as identity primary key,
  code_id bigint not null references billing.promo_codes,
  user_id bigint not null references app.users,
  number integer constraint number_is_from_one check (number > 0),
  state text not null constraint state_is_known check (state in ('reserved', 'redeemed', 'returned')),
  order_id bigint references billing.orders,
  request uuid,
  renewals_left integer not null default 0 constraint renewals_left_not_negative check (renewals_left >= 0),
  subscription_id bigint references billing.subscriptions,
  period_number integer,
  transfer_id bigint references ledger.transfers,
  reserved_at timestamptz not null,
  redeemed_at timestamptz,
  take_back_at timestamptz,
  taken_back_at timestamptz,
  constraint promo_uses_one_of_each_number unique (code_id, user_id, number),
  constraint promo_uses_one_of_an_order unique (order_id),
  constraint promo_uses_one_of_a_request unique (request),
  constraint returned_has_no_number check ((state = 'returned') = (number is null)),
  constraint reserved_has_an_order check (state <> 'reserved' or order_id is not null),
  constraint redeemed_has_a_time check ((state = 'reserved') = (redeemed_at is null)),
  constraint period_is_named check ((subscription_id is null) = (period_number is null))
);
create index promo_uses_of_user on billing.promo_uses (user_id);
create index promo_uses_reserved on billing.promo_uses (id) where state = 'reserved';
create index promo_uses_of_renewals on billing.promo_uses (user_id) where renewals_left > 0;
create index promo_uses_to_take_back on billing.promo_uses (take_back_at)
  where take_back_at is not null and taken_back_at is null;
create index promo_uses_of_period on billing.promo_uses (subscription_id, period_number)
  where subscription_id is not null;
create index promo_uses_of_transfer on billing.promo_uses (transfer_id) where transfer_id is not null;
comment on table billing.promo_uses is
  'Each use of a promo code: an order that reserves or has redeemed one, or what was given at once. A reservation ends with its order and leaves no row.';
comment on column billing.promo_uses.number is
  'Which of the person''s uses of the code it is, from 1 to uses_per_user; null when it was returned, so that the number can be used again.';
comment on column billing.promo_uses.state is
  'reserved: for an open order, until its end; redeemed: paid, or given; returned: given back by an operator or because the shop did not deliver.';
comment on column billing.promo_uses.order_id is 'Of a code that lowers a price: the order; null for what was given at once.';
comment on column billing.promo_uses.request is 'The message with which it was entered: handled twice, it is used once. Null for an order.';
comment on column billing.promo_uses.renewals_left is 'How many automatic renewals of what was bought it still makes cheaper.';
comment on column billing.promo_uses.subscription_id is 'With period_number: the free time that it gave; null for none.';
comment on column billing.promo_uses.transfer_id is 'The transfer of the bonus that it gave; null for none.';
comment on column billing.promo_uses.reserved_at is 'Business time, UTC.';
comment on column billing.promo_uses.redeemed_at is 'Business time, UTC; null while it is reserved.';
comment on column billing.promo_uses.take_back_at is
  'Since when what it gave is to be taken back, because the payments that it asked for were refunded, UTC; null: it is not.';
comment on column billing.promo_uses.taken_back_at is 'When that was done, UTC.';
select migrate.classify(
  'billing.promo_uses', 'open', 'id', 'code_id', 'user_id', 'number', 'state', 'order_id', 'request', 'renewals_left',
  'subscription_id', 'period_number', 'transfer_id', 'reserved_at', 'redeemed_at', 'take_back_at', 'taken_back_at'
);

create table billing.promo_choices (
  user_id bigint primary key references app.users,
  code_id bigint not null references billing.promo_codes,
  chosen_at timestamptz not null
);
create index promo_choices_of_code on billing.promo_choices (code_id);
comment on table billing.promo_choices is
  'The promo code that makes prices cheaper for a person until it is used up or removed: the one that he entered last.';
comment on column billing.promo_choices.chosen_at is 'Business time, UTC.';
select migrate.classify('billing.promo_choices', 'open', 'user_id', 'code_id', 'chosen_at');

create table billing.promo_attempts (
  user_id bigint primary key references app.users,
  failed_at timestamptz not null,
  spent_until timestamptz not null
);
comment on table billing.promo_attempts is
  'How many codes a person may still try, of those who tried one that did not fit, see billing.promo_attempt().';
comment on column billing.promo_attempts.failed_at is 'When the last one did not fit, business time, UTC.';
comment on column billing.promo_attempts.spent_until is
  'Each attempt that fails moves it by an hour divided by the setting promo_attempts; who is an hour ahead has none left. Business time, UTC.';
select migrate.classify('billing.promo_attempts', 'open', 'user_id', 'failed_at', 'spent_until');

create table billing.promo_guard (
  name text primary key constraint one_for_all check (name = 'all'),
  spent_until timestamptz not null
);
comment on table billing.promo_guard is 'The same for all people together, with the setting promo_attempts_all; one row.';
comment on column billing.promo_guard.spent_until is 'See billing.promo_attempts; business time, UTC.';
select migrate.classify('billing.promo_guard', 'open', 'name', 'spent_until');
insert into billing.promo_guard (name, spent_until) values ('all', '-infinity');

-- A link may name a code that its person cannot use yet; it is shown again under Promo code.
comment on column app.start_links.code is 'As it came from outside, or was typed last: it may name nothing.';

alter table billing.personal_prices
  add column kind text not null default 'personal'
    constraint kind_is_known check (kind in ('personal', 'vip', 'offer'));
-- What they are called is no change of the owner's.
alter table billing.personal_prices disable trigger changes_are_audited;
update billing.personal_prices as q set kind = 'offer' where q.reason ~ '^notice:';
alter table billing.personal_prices enable always trigger changes_are_audited;
comment on column billing.personal_prices.kind is
  'personal: set by hand (ops.set_discount, or a row); vip: ops.set_vip; offer: given with a notice, see billing.give_offers. What its person reads as the reason.';
select migrate.classify('billing.personal_prices', 'open', 'kind');

insert into app.settings (name, value, description)
select
  'lowest_price',
  -- Nobody's price rises because of a release.
  case when exists (
    select
    from billing.personal_prices as q
    join billing.prices as r
      on (q.plan_id is null or q.plan_id = r.plan_id) and (q.currency is null or q.currency = r.currency)
    where r.currency = 'RUB' and coalesce(q.amount, r.amount - r.amount * q.percent / 100) < 6400
  ) then 'null'::jsonb else '{"RUB": 6400}'::jsonb end,
  'What no discount goes below, in minor units by currency: {"RUB": 6400}; null or without a currency: one minor unit.';
insert into app.settings (name, value, description) values
  ('vip_percent', '30', 'What ops.set_vip() gives, in percent.'),
  ('promo_attempts', '10', 'How many promo codes that do not fit a person may try in an hour.'),
  (
    'promo_attempts_all', '1000',
    'How many of these all together may try in an hour; it stops nobody who has paid and tried no wrong one that day.'
  );

comment on column app.audit.subject is
  'Kind of the thing changed: user, order, subscription, payment, refund, plan, price, panel, setting, flag, brake, alarm, shop, notice_rule, personal_price, promo_code.';

create type billing.promo_result as (
  outcome text,
  code text,
  kind text,
  percent integer,
  amount bigint,
  currency text,
  days integer,
  hours integer,
  renewals integer,
  ends_at timestamptz
);
comment on type billing.promo_result is
  'What a promo code means to a person. outcome: chosen (it lowers prices), given (at once) or refused (all else is null then); kind, percent, amount (minor units of currency), days, hours, renewals: see billing.promo_codes; ends_at, UTC: of the time that was given, or until when the code can be used, null for no end.';
