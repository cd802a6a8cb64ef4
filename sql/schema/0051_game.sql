-- The game: a subscriber throws Telegram's own ball once a week, and its value decides what he wins.

insert into app.settings (name, value, description) values
  ('game_days', '7', 'How long after a throw the next one is possible, days.');
-- Where there are customers already, the owner decides when the shop begins to give away time.
insert into app.flags (name, enabled, description)
select
  'game', not exists (select from app.users),
  'The game in the bot: subscribers throw a ball and win what billing.game_prizes says.';

create table billing.game_prizes (
  id bigint generated always as identity primary key,
  dice_value integer not null unique constraint dice_value_is_possible check (dice_value between 1 and 6),
  prize text not null constraint prize_is_known check (prize in ('days', 'bonus', 'percent')),
  amount bigint not null constraint amount_is_positive check (amount > 0),
  currency app.currency,
  offer_days integer,
  constraint days_are_few check (prize <> 'days' or amount <= 366),
  constraint percent_is_a_share check (prize <> 'percent' or amount <= 99),
  constraint bonus_has_a_currency check ((prize = 'bonus') = (currency is not null)),
  constraint offer_ends check ((prize = 'percent') = (offer_days is not null)),
  constraint offer_lasts_some_days check (offer_days between 1 and 366)
);
comment on table billing.game_prizes is
  'What a throw wins, by the value that Telegram''s ball shows: 6 is a strike. A value without a row wins nothing. The owner changes it.';
comment on column billing.game_prizes.prize is
  'days: of free time; bonus: on the bonus account; percent: off every price for offer_days.';
comment on column billing.game_prizes.amount is 'Days, minor units of currency, or percent.';
comment on column billing.game_prizes.currency is 'Of a bonus; null otherwise.';
comment on column billing.game_prizes.offer_days is 'How long percent count after the throw, days; null otherwise.';
select migrate.classify('billing.game_prizes', 'open', 'id', 'dice_value', 'prize', 'amount', 'currency', 'offer_days');
create trigger changes_are_audited
  after insert or update or delete on billing.game_prizes
  for each row execute function app.record_owner_change('game_prize');
alter table billing.game_prizes enable always trigger changes_are_audited;
insert into billing.game_prizes (dice_value, prize, amount) values (6, 'days', 7);

create table billing.throws (
  id bigint generated always as identity primary key,
  user_id bigint not null references app.users,
  subscription_id bigint not null references billing.subscriptions,
  status text not null default 'sending' constraint status_is_known check (status in ('sending', 'thrown', 'failed')),
  asked_at timestamptz not null,
  next_turn_at timestamptz not null constraint turn_comes_later check (next_turn_at > asked_at),
  outbox_id bigint,
  settled_at timestamptz,
  message_id bigint,
  value integer constraint value_is_possible check (value between 1 and 6),
  prize text constraint prize_is_known check (prize in ('days', 'bonus', 'percent')),
  amount bigint,
  period_number integer,
  transfer_id bigint unique references ledger.transfers,
  personal_price_id bigint,
  error text,
  foreign key (subscription_id, period_number) references billing.periods,
  constraint settled_has_a_time check ((status = 'sending') = (settled_at is null)),
  constraint thrown_has_a_value check ((status = 'thrown') = (num_nonnulls(message_id, value) = 2)),
  constraint prize_has_an_amount check ((prize is null) = (amount is null)),
  constraint prize_is_given check (
    num_nonnulls(period_number, transfer_id, personal_price_id) = case when prize is null then 0 else 1 end
  )
);
create unique index throws_one_at_a_time on billing.throws (user_id) where status = 'sending';
create index throws_of_user on billing.throws (user_id, id);
create index throws_of_periods on billing.throws (subscription_id, period_number);
comment on table billing.throws is
  'Throws of the game. A failed one was no throw: it takes no turn and wins nothing. Kept forever, because prizes are.';
comment on column billing.throws.subscription_id is 'The subscription that days go to.';
comment on column billing.throws.status is
  'sending: Telegram is being asked; thrown: it said the value, and the prize was given in the same transaction; failed: it did not, so the turn is still there.';
comment on column billing.throws.asked_at is 'Business time, UTC.';
comment on column billing.throws.next_turn_at is 'When the next throw is possible if this one counts (setting game_days), UTC.';
comment on column billing.throws.outbox_id is 'The message that throws.';
comment on column billing.throws.message_id is 'Telegram''s id of the message with the ball, in the user''s chat.';
comment on column billing.throws.value is 'What the ball shows, as Telegram said: 6 is a strike.';
comment on column billing.throws.prize is 'What was won, see billing.game_prizes; null for nothing.';
comment on column billing.throws.amount is 'Days, minor units, or percent.';
comment on column billing.throws.period_number is 'The free period that was won.';
comment on column billing.throws.transfer_id is 'The bonus that was won.';
comment on column billing.throws.personal_price_id is 'The row of billing.personal_prices that was won; its owner may delete that.';
comment on column billing.throws.error is 'Why it failed.';
select migrate.classify(
  'billing.throws', 'open', 'id', 'user_id', 'subscription_id', 'status', 'asked_at', 'next_turn_at', 'outbox_id',
  'settled_at', 'message_id', 'value', 'prize', 'amount', 'period_number', 'transfer_id', 'personal_price_id', 'error'
);

-- Telegram has no idempotency key for a ball. One whose answer was lost is thrown again, and only the throw whose value
-- was told counts: so nobody loses the turn, and nobody wins twice.
insert into outbox.kinds (name, topic, in_doubt, prepare, done, dead, priority, description) values
  ('game.dice', 'telegram', 'repeat', 'billing.prepare_throw', 'billing.thrown', 'billing.throw_failed', 'answer',
    'Throws the ball of the game into a user''s chat; lane: Telegram chat id.');
