-- Gifts: a period that one person pays and another takes. Until it is taken, its price is in the account gift_hold and
-- no revenue: it belongs to the payer, who gets it back when he asks or when nobody takes the gift.
--
-- And subscriptions get names, so that somebody who has several tells them apart.

insert into app.settings (name, value, description) values
  ('gift_days', '30', 'How long a gift can be taken, days. Then its money goes back to the payer.'),
  ('gift_attempts', '10', 'How many wrong gift links one person may open within a day before no link opens for him.'),
  ('gift_attempts_of_all', '1000',
    'How many wrong gift links all people may open within an hour before links open only for who opened none.');
insert into app.flags (name, enabled, description) values
  ('gifts', true, 'Buying gifts. What was paid for can be taken and given back all the same.');

alter table ledger.accounts
  drop constraint system_account_is_known,
  add constraint system_account_is_known check (
    user_id is not null
    or name in ('revenue', 'gift_hold', 'promo_expense', 'referral_expense', 'suspense', 'exchange', 'fees', 'losses')
    or name ~ '^clearing\.[a-z_]{1,24}$'
  );
comment on column ledger.accounts.name is
  'User: cash; bonus (given by the shop: spent before cash, never paid out); referral_pending, referral (earned by bringing others: until and after the hold period, the latter spent after cash, or paid out); withdrawal_hold, refund_hold. System: revenue, gift_hold (paid for gifts that nobody has taken yet: owed to their payers), clearing.<provider> (what it has of ours), exchange (between what was paid and what was credited), fees (what providers keep), losses (what providers took back and no balance covers), promo_expense, referral_expense, suspense.';

-- A gift is ordered like a period, but what its order buys is no time yet.
alter table billing.orders
  drop constraint kind_is_known,
  drop constraint fulfilled_says_for_which,
  add constraint kind_is_known check (kind in ('purchase', 'renewal', 'change', 'gift', 'topup')),
  add constraint gift_is_for_no_subscription check (kind <> 'gift' or num_nonnulls(subscription_id, gift_to) = 0),
  add constraint fulfilled_says_for_which
    check (kind in ('gift', 'topup') or status <> 'fulfilled' or subscription_id is not null) not valid;
comment on column billing.orders.kind is
  'purchase: a period for somebody without one; renewal: another period of the same plan; change: another plan, now; gift: a period for whoever takes it, see billing.gifts; topup: money for the balance.';

create table billing.gifts (
  id bigint generated always as identity primary key,
  order_id bigint not null unique references billing.orders,
  payer_id bigint not null references app.users,
  price_id bigint not null references billing.prices,
  amount bigint not null constraint amount_is_positive check (amount > 0),
  currency app.currency not null,
  transfer_id bigint not null unique references ledger.transfers,
  status text not null default 'unused' constraint status_is_known check (status in ('unused', 'redeemed', 'returned')),
  created_at timestamptz not null,
  expires_at timestamptz not null constraint expires_after_it_began check (expires_at > created_at),
  settled_at timestamptz,
  settled_by bigint unique references ledger.transfers,
  taken_by bigint references app.users,
  subscription_id bigint,
  period_number integer,
  return_reason text constraint return_reason_is_known check (return_reason in ('asked', 'expired', 'taken_back')),
  foreign key (subscription_id, period_number) references billing.periods,
  foreign key (taken_by, subscription_id) references billing.subscriptions (user_id, id),
  constraint unused_is_open check ((status = 'unused') = (num_nonnulls(settled_at, settled_by) = 0)),
  constraint settled_at_once check (num_nonnulls(settled_at, settled_by) in (0, 2)),
  constraint redeemed_by_somebody check (
    num_nonnulls(taken_by, subscription_id, period_number) = case status when 'redeemed' then 3 else 0 end
  ),
  constraint returned_for_a_reason check ((status = 'returned') = (return_reason is not null))
);
create index gifts_of_payer on billing.gifts (payer_id, id);
create index gifts_of_taker on billing.gifts (taken_by, subscription_id) where taken_by is not null;
create index gifts_of_price on billing.gifts (price_id);
create unique index gifts_of_periods on billing.gifts (subscription_id, period_number)
  where subscription_id is not null;
create index gifts_unused on billing.gifts (expires_at) where status = 'unused';
comment on table billing.gifts is
  'Gifts that were paid: each is unused, then redeemed by one period or returned to its payer, once. Kept forever.';
comment on column billing.gifts.order_id is 'The order that paid it.';
comment on column billing.gifts.payer_id is 'Who paid, and gets the money if nobody takes it.';
comment on column billing.gifts.price_id is 'The plan and the length that it gives.';
comment on column billing.gifts.amount is 'What was paid for it, minor units.';
comment on column billing.gifts.transfer_id is
  'The charge, from the payer to gift_hold. It is also the charge of the period that it becomes, so that a refund goes to the payer.';
comment on column billing.gifts.status is
  'unused: can be taken until expires_at; redeemed: it became a period of whoever took it; returned: its money went back to the payer.';
comment on column billing.gifts.created_at is 'When it was paid, business time, UTC.';
comment on column billing.gifts.expires_at is 'Until when it can be taken (setting gift_days), UTC. Then the job expire_gifts returns it.';
comment on column billing.gifts.settled_at is 'When it was taken or returned, business time, UTC.';
comment on column billing.gifts.settled_by is 'The transfer out of gift_hold: to revenue, or back to the accounts that paid.';
comment on column billing.gifts.taken_by is 'Who took it; may be the payer.';
comment on column billing.gifts.return_reason is
  'asked: the payer wanted the money back; expired: nobody took it; taken_back: a provider took the payer''s money back.';
select migrate.classify(
  'billing.gifts', 'open', 'id', 'order_id', 'payer_id', 'price_id', 'amount', 'currency', 'transfer_id', 'status',
  'created_at', 'expires_at', 'settled_at', 'settled_by', 'taken_by', 'subscription_id', 'period_number',
  'return_reason'
);

create function billing.check_gift() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if old.status <> 'unused' or new.status = 'unused'
    or (
      new.id, new.order_id, new.payer_id, new.price_id, new.amount, new.currency, new.transfer_id, new.created_at,
      new.expires_at
    ) is distinct from (
      old.id, old.order_id, old.payer_id, old.price_id, old.amount, old.currency, old.transfer_id, old.created_at,
      old.expires_at
    )
  then
    raise exception using
      errcode = 'TK035',
      message = format('gift %s is %s and keeps what was paid', old.id, old.status),
      detail = 'A gift is taken or returned once, and nothing else of it changes.';
  end if;
  return new;
end
$$;
comment on function billing.check_gift() is
  'Trigger that lets a gift be taken or returned, once, and nothing else change. Raises TK035.';
create trigger gifts_are_settled_once
  before update on billing.gifts
  for each row execute function billing.check_gift();
create trigger gifts_are_never_deleted
  before delete or truncate on billing.gifts
  for each statement execute function app.refuse_change();
alter table billing.gifts enable always trigger gifts_are_settled_once;
alter table billing.gifts enable always trigger gifts_are_never_deleted;

-- A code is worth what was paid for the gift. So only its hash is kept, and who wants to send the link again gets a new
-- one; the earlier ones stay valid, because one of them may have been sent.
create table billing.gift_codes (
  code_hash text primary key constraint code_hash_is_sha256 check (code_hash ~ '^[A-Za-z0-9_-]{43}$'),
  gift_id bigint not null references billing.gifts,
  created_at timestamptz not null
);
create index gift_codes_of_gift on billing.gift_codes (gift_id);
comment on table billing.gift_codes is
  'The links of gifts: whoever opens one may take the gift while it is unused. At most fifty of a gift.';
comment on column billing.gift_codes.code_hash is 'SHA-256 of the code in base64url; the code itself is not kept.';
comment on column billing.gift_codes.created_at is 'When the payer asked for it, business time, UTC.';
select
  migrate.classify('billing.gift_codes', 'open', 'gift_id', 'created_at'),
  migrate.classify('billing.gift_codes', 'secret', 'code_hash');

comment on column app.start_links.code is
  'As it came from outside, or was typed last: it may name nothing. Of a gift, what billing.gift_code_hash makes of it, because the code is worth money.';

create table billing.gift_guesses (
  user_id bigint primary key references app.users,
  since timestamptz not null,
  wrong integer not null constraint wrong_is_positive check (wrong > 0)
);
create index gift_guesses_by_time on billing.gift_guesses (since);
comment on table billing.gift_guesses is
  'How many gift links that open nothing people opened within a day, see billing.open_gift_link. A row is counted anew after that.';
comment on column billing.gift_guesses.since is 'When the first of them was opened, business time, UTC.';
comment on column billing.gift_guesses.wrong is 'How many.';
select migrate.classify('billing.gift_guesses', 'open', 'user_id', 'since', 'wrong');

-- A name is what its user wrote, so it stands apart from the subscription, whose rows go into the audit as a whole.
create table billing.subscription_names (
  subscription_id bigint primary key references billing.subscriptions,
  name text not null constraint name_is_short check (length(name) between 1 and 20 and name = btrim(name)),
  named_at timestamptz not null
);
comment on table billing.subscription_names is
  'What people call those of their subscriptions to which they gave a name, such as "Mum". Goes with the identity.';
comment on column billing.subscription_names.name is 'At most 20 characters. Shown to the subscription''s user only.';
comment on column billing.subscription_names.named_at is 'Business time, UTC.';
select
  migrate.classify('billing.subscription_names', 'open', 'subscription_id', 'named_at'),
  migrate.classify('billing.subscription_names', 'personal', 'name');
