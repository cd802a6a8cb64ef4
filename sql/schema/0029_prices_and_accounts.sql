-- Prices for people, money that has a currency of its person's, and several accounts that pay.

-- Currency belongs to the user. Nothing is written for those who are there: without a choice it is that of what runs,
-- or of the money that is there, see billing.currency_of().
alter table app.users add column currency app.currency;
comment on column app.users.currency is
  'Currency of prices, top-ups and balance, as it was chosen; null: that of the subscription that is paid for and runs, or else of the money that is there, or else the shop''s (billing.currency_of).';
select migrate.classify('app.users', 'open', 'currency');

-- What an owner grants one person. A row without a plan is for all of them.
create table billing.personal_prices (
  id bigint generated always as identity primary key,
  user_id bigint not null references app.users,
  plan_id bigint references billing.plans,
  period_count integer,
  period_unit text,
  amount bigint constraint amount_is_positive check (amount > 0),
  currency app.currency,
  percent integer constraint percent_is_a_share check (percent between 1 and 99),
  adds_up boolean not null default false,
  valid tstzrange not null constraint valid_is_not_empty check (not isempty(valid)),
  reason text not null constraint reason_is_given check (reason <> ''),
  constraint amount_or_percent check (num_nonnulls(amount, percent) = 1),
  constraint amount_has_a_currency check ((amount is null) = (currency is null)),
  constraint length_is_whole check ((period_count is null) = (period_unit is null)),
  constraint length_is_of_a_plan check (period_count is null or plan_id is not null),
  constraint amount_is_for_one_length check (amount is null or period_count is not null)
);
create index personal_prices_of_user on billing.personal_prices (user_id);
comment on table billing.personal_prices is
  'What some people pay less, see billing.prices_for: an amount instead of the price, or percent off. Written by the owner.';
comment on column billing.personal_prices.plan_id is 'Null: every plan (VIP).';
comment on column billing.personal_prices.period_count is 'With period_unit the length of which it is the price; null: every length.';
comment on column billing.personal_prices.amount is 'Price instead of the one on offer, minor units of currency; a higher one does nothing.';
comment on column billing.personal_prices.percent is 'Taken off the price, rounded down to minor units.';
comment on column billing.personal_prices.adds_up is
  'Whether it comes on top of others. Of those that do not, the best one alone counts.';
comment on column billing.personal_prices.valid is 'When it holds, half-open [from, until); an order keeps what it was quoted.';
create trigger changes_are_audited
  after insert or update or delete on billing.personal_prices
  for each row execute function app.record_owner_change('personal_price');
alter table billing.personal_prices enable always trigger changes_are_audited;
select migrate.classify(
  'billing.personal_prices', 'open', 'id', 'user_id', 'plan_id', 'period_count', 'period_unit', 'amount', 'currency',
  'percent', 'adds_up', 'valid'
), migrate.classify('billing.personal_prices', 'personal', 'reason');

-- The old price for an old customer. What a subscription is kept at is noted when its price is another one than
-- before; until then, and for all that are there, it is the price of the last paid period.
alter table billing.plans add column grandfathers boolean not null default false;
comment on column billing.plans.grandfathers is
  'Whether those who have it, and have had it without a break, go on paying what it cost when they began, if it costs more now.';
select migrate.classify('billing.plans', 'open', 'grandfathers');

alter table billing.subscriptions add column kept_price_id bigint references billing.prices;
comment on column billing.subscriptions.kept_price_id is
  'The price at which it began, without a break, to be of this plan and length; null: that of the last paid period.';
select migrate.classify('billing.subscriptions', 'open', 'kept_price_id');

create function billing.keep_price() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  new.kept_price_id := case when old.status = 'active' then (
    select k.id
    from billing.prices as k
    join billing.prices as r
      on (r.plan_id, r.period_count, r.period_unit, r.currency::text)
      = (k.plan_id, k.period_count, k.period_unit, k.currency::text)
    where k.id = coalesce(old.kept_price_id, old.price_id) and r.id = new.price_id
  ) end;
  return new;
end
$$;
comment on function billing.keep_price() is
  'Trigger that notes at which price a subscription began to be what it is; it begins anew after an end, and with another plan, length or currency.';
create trigger prices_are_kept
  before update of price_id, status on billing.subscriptions
  for each row
  when (old.price_id is distinct from new.price_id or old.status <> 'active')
  execute function billing.keep_price();

-- amount = price - discount, and the price is the one of its row. Few orders are open; those that are over are not
-- written anew. A million take half a second.
alter table billing.prices add constraint prices_with_amount unique (id, amount);
comment on constraint prices_with_amount on billing.prices is 'What lets orders refer to a price and what it says at once.';
alter table billing.orders add column list_amount bigint;
update billing.orders as o set list_amount = o.amount + o.discount where o.kind <> 'topup' and o.status = 'open';
alter table billing.orders
  add constraint amount_is_price_less_discount
    check (amount = list_amount - discount and discount between 0 and list_amount),
  add constraint sold_has_a_list_price check (kind = 'topup' or list_amount is not null) not valid,
  add constraint list_amount_is_the_price
    foreign key (price_id, list_amount) references billing.prices (id, amount) not valid;
comment on column billing.orders.list_amount is
  'The price that everybody is asked, minor units; null for a top-up, and for what was over before release 0.3.';
comment on column billing.orders.amount is
  'Minor units, as quoted: list_amount less discount; of a change, before the credit.';
select migrate.classify('billing.orders', 'open', 'list_amount');

-- Holds have one account for each purpose. What is held so far is to be sent back (of withdrawals there are none yet),
-- and goes over to the account of that purpose by a transfer, so that nothing that was written changes. Few are held.
alter table ledger.accounts
  drop constraint user_account_is_known,
  add constraint user_account_is_known check (
    user_id is null or name in ('cash', 'bonus', 'referral_pending', 'withdrawal_hold', 'refund_hold')
  );
comment on column ledger.accounts.name is
  'User: cash, bonus (given by the shop: spent before cash, never paid out), referral_pending, withdrawal_hold, refund_hold. System: revenue, clearing.<provider>, promo_expense, referral_expense, suspense.';
do $$
declare
  v_held ledger.accounts;
begin
  for v_held in select a.* from ledger.accounts as a where a.name = 'withdrawal_hold' and a.balance > 0 loop
    perform ledger.post(
      'hold_moved',
      format('hold_moved:%s', v_held.id),
      array[
        (v_held.id, -v_held.balance)::ledger.leg,
        (ledger.account(v_held.user_id, 'refund_hold', v_held.currency), v_held.balance)::ledger.leg
      ],
      'holds have one account for each purpose'
    );
  end loop;
end
$$;
comment on column billing.refunds.user_id is 'Who gets it back: who paid, whoever had the period.';
comment on column billing.refunds.status is
  'sending: held (refund_hold) until the provider or an operator says that it was sent; failed: back on the balance.';

-- A renewal may take two accounts.
alter type billing.renewal add attribute bonus_account_id bigint, add attribute bonus bigint;
comment on type billing.renewal is
  'A subscription that auto-renewal looked at. chat: where its user is told; null when that cannot be, is not yet to be, or is too late. outcome: renewed, waiting (nothing to do yet), or a kind of billing.notices: announced, ending, price_risen, short, grace, unavailable. account_id: the cash account; amount (minor units), currency, price_id, plan_id: what is on offer for the next period. number to anchor_number: the period to be written when renewed, else only the number of the last one. expires_at: until when access is kept. renew_at: when to look again. useful_until: until when the user is told. charge_from: of what is announced, before when it is not charged. bonus_account_id, bonus: what of amount the bonus account pays.';
