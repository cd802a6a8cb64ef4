-- What people earn by bringing others: who brought whom, what that is worth, and what of it was taken back. And the
-- account on which it arrives pays for plans as well.

-- Spending takes bonus, then cash, then what was earned.
alter type billing.renewal add attribute referral_account_id bigint, add attribute referral bigint;
comment on type billing.renewal is
  'A subscription that auto-renewal looked at. chat: where its user is told; null when that cannot be, is not yet to be, or is too late. outcome: renewed, waiting (nothing to do yet), charging (money is to come from a method), or a kind of billing.notices: announced, ending, price_risen, short, grace, unavailable. account_id: the cash account; amount (minor units), currency, price_id, plan_id: what is on offer for the next period. number to anchor_number: the period to be written when renewed, else only the number of the last one. expires_at: until when access is kept. renew_at: when to look again. useful_until: until when the user is told. charge_from: of what is announced, before when it is not charged. bonus_account_id, bonus, referral_account_id, referral: what of amount these accounts pay; cash pays the rest. method_id, charge: what is to be charged for how much now, null for nothing.';

-- Links of campaigns are kept as those of referrers are: of the first start only.
alter table app.start_links
  drop constraint kind_is_known,
  add constraint kind_is_known check (kind in ('ref', 'ad', 'promo', 'gift'));
comment on table app.start_links is
  'With which link (t.me/<bot>?start=<kind>_<code>) a user came: ref and ad (a campaign) of the first start only, of the others the last one. Kept for those who act on it; see api.start().';

create table billing.referral_codes (
  user_id bigint primary key references app.users,
  code text not null unique constraint code_is_short check (code ~ '^[0-9a-f]{8}$'),
  created_at timestamptz not null
);
comment on table billing.referral_codes is
  'The codes of the links (t.me/<bot>?start=ref_<code>) by which users bring others; drawn when a user first sees his. Deleted with the identity: the link then names nobody.';
comment on column billing.referral_codes.code is 'Random: it says nothing about its user.';
comment on column billing.referral_codes.created_at is 'Business time, UTC.';
select migrate.classify('billing.referral_codes', 'open', 'user_id', 'code', 'created_at');

create table billing.origins (
  user_id bigint primary key references app.users,
  referrer_id bigint references app.users,
  campaign text constraint campaign_is_a_payload check (campaign ~ '^[A-Za-z0-9_-]{1,60}$'),
  came_at timestamptz not null,
  paying boolean not null default false,
  set_by text not null default 'link' constraint set_by_is_known check (set_by in ('link', 'operator')),
  tell_at timestamptz,
  constraint came_by_something check (num_nonnulls(referrer_id, campaign) > 0),
  constraint nobody_brings_himself check (referrer_id <> user_id)
);
create index origins_of_referrer on billing.origins (referrer_id, paying) where referrer_id is not null;
create index origins_to_tell on billing.origins (tell_at) where tell_at is not null;
create index origins_of_campaign on billing.origins (campaign) where campaign is not null;
comment on table billing.origins is
  'How users came: by whose link, or by which campaign, as the first start said. Users who came by themselves have no row. It stays when an account is deleted: about numbers, for the figures.';
comment on column billing.origins.referrer_id is 'Who brought the user. Never a cycle: see billing.attach_referrer().';
comment on column billing.origins.campaign is 'What followed ad_ in the link; from outside, so any name may turn up.';
comment on column billing.origins.came_at is 'Of the first start, business time, UTC.';
comment on column billing.origins.paying is
  'Whether anything is left of what the user has paid in: less what went back or was disputed. Referrers are paid by the number of these.';
comment on column billing.origins.set_by is 'link: the first start; operator: ops.set_referrer().';
comment on column billing.origins.tell_at is
  'When the referrer is told, business time, UTC: after his quiet hours; null when nobody is to be told any more.';
select migrate.classify(
  'billing.origins', 'open', 'user_id', 'referrer_id', 'campaign', 'came_at', 'paying', 'set_by', 'tell_at'
);

create table billing.referral_tiers (
  id bigint generated always as identity primary key,
  from_paying integer not null unique constraint from_paying_is_a_count check (from_paying >= 0),
  percent integer not null constraint percent_is_a_share check (percent between 0 and 100)
);
comment on table billing.referral_tiers is
  'Which part of a payment its payer''s referrer earns, by how many of those whom he brought are paying. Owners edit it; what was earned before stays as it was.';
comment on column billing.referral_tiers.from_paying is 'From so many paying referrals on, the one of the payment included.';
create trigger changes_are_audited
  after insert or update or delete on billing.referral_tiers
  for each row execute function app.record_owner_change('referral_tier');
alter table billing.referral_tiers enable always trigger changes_are_audited;
select migrate.classify('billing.referral_tiers', 'open', 'id', 'from_paying', 'percent');
comment on column app.audit.subject is
  'Kind of the thing changed: user, order, subscription, payment, refund, plan, price, panel, setting, flag, brake, alarm, shop, notice_rule, personal_price, promo_code, referral_tier.';
insert into billing.referral_tiers (from_paying, percent) values (0, 10), (25, 25), (50, 45);

create table billing.referral_rewards (
  id bigint generated always as identity primary key,
  user_id bigint not null references app.users,
  payer_id bigint not null references app.users,
  payment_id bigint not null references billing.payments,
  level integer not null constraint level_is_known check (level between 0 and 2),
  kind text not null constraint kind_is_known check (kind in ('percent', 'sum', 'days')),
  percent integer,
  days integer,
  amount bigint not null,
  currency app.currency not null,
  accrued bigint not null default 0,
  released bigint not null default 0,
  cancelled bigint not null default 0,
  taken_back bigint not null default 0,
  owed bigint not null default 0,
  granted_at timestamptz,
  hold_until timestamptz not null,
  look_at timestamptz,
  created_at timestamptz not null,
  constraint one_reward_of_a_level unique (payment_id, level),
  constraint nobody_earns_by_himself check (level = 0 or user_id <> payer_id),
  constraint kind_has_its_value check (
    (kind = 'percent') = (percent is not null) and (kind = 'days') = (days is not null)
  ),
  constraint value_is_positive check (
    case kind when 'days' then days > 0 and amount = 0 else amount > 0 end
  ),
  constraint sums_are_not_negative check (least(accrued, released, cancelled, taken_back, owed) >= 0),
  constraint released_was_accrued check (released + cancelled <= accrued),
  constraint taken_back_was_released check (taken_back + owed <= released),
  constraint never_more_than_earned check (accrued - cancelled - taken_back - owed <= amount)
);
create index referral_rewards_of_user on billing.referral_rewards (user_id);
create index referral_rewards_of_payer on billing.referral_rewards (payer_id);
create index referral_rewards_to_look_at on billing.referral_rewards (look_at) where look_at is not null;
create index referral_rewards_owed on billing.referral_rewards (user_id, id) where owed > 0;
create unique index referral_rewards_once on billing.referral_rewards (payer_id) where level = 1 and kind <> 'percent';
create unique index referral_rewards_welcome on billing.referral_rewards (payer_id) where level = 0;
comment on table billing.referral_rewards is
  'What one payment earned whom. Written with the payment; the job settle_rewards books it (billing.settle_reward), and the amounts here are the sums of its transfers, in minor units. Pending: accrued - released - cancelled.';
comment on column billing.referral_rewards.user_id is 'Who earns it.';
comment on column billing.referral_rewards.payment_id is 'The payment: money that came from outside.';
comment on column billing.referral_rewards.level is
  '1: who brought the payer; 2: who brought that one; 0: the payer, who was brought, for his first payment (a bonus).';
comment on column billing.referral_rewards.kind is
  'percent of each payment; sum or days for the first payment of somebody. See the setting referral_reward.';
comment on column billing.referral_rewards.percent is 'As the tier or setting was when the payment came; null for other kinds.';
comment on column billing.referral_rewards.days is 'Time for the subscription of who earns it; null for other kinds.';
comment on column billing.referral_rewards.amount is
  'If all of the payment stays, rounded down to minor units; 0 for days.';
comment on column billing.referral_rewards.currency is 'Of the payment as it was credited.';
comment on column billing.referral_rewards.accrued is 'Booked from the expense to referral_pending.';
comment on column billing.referral_rewards.released is 'Moved on to referral (level 0: bonus), where it can be spent.';
comment on column billing.referral_rewards.cancelled is 'Taken from referral_pending because money of the payment went back.';
comment on column billing.referral_rewards.taken_back is 'Taken from what was released, for the same reason.';
comment on column billing.referral_rewards.owed is
  'To be taken back, and spent meanwhile: later rewards pay it, and until then nothing is paid out. Cash is never touched.';
comment on column billing.referral_rewards.granted_at is 'When the days were given, business time, UTC.';
comment on column billing.referral_rewards.hold_until is 'Before that (business time, UTC) nothing is released.';
comment on column billing.referral_rewards.look_at is
  'When the job looks at it next, business time, UTC; null when nothing is pending or owed: then only money of the payment that goes back changes it.';
comment on column billing.referral_rewards.created_at is 'Business time, UTC.';
select migrate.classify(
  'billing.referral_rewards', 'open', 'id', 'user_id', 'payer_id', 'payment_id', 'level', 'kind', 'percent', 'days',
  'amount', 'currency', 'accrued', 'released', 'cancelled', 'taken_back', 'owed', 'granted_at', 'hold_until', 'look_at',
  'created_at'
);

alter table app.notice_preferences add column referrals boolean not null default true;
comment on column app.notice_preferences.referrals is
  'Who came by the user''s link, and what that earned; on the screen Invite he sees it in any case.';
select migrate.classify('app.notice_preferences', 'open', 'referrals');

insert into app.settings (name, value, description) values
  (
    'referral_reward', '"percent"',
    'What bringing somebody earns: "percent" of each payment (billing.referral_tiers), or once a "sum" or "days".'
  ),
  (
    'referral_sum', '10000',
    'The sum, minor units of the shop''s currency; never more than the payment. Payments in others earn none.'
  ),
  ('referral_days', '7', 'The days.'),
  ('referral_hold_days', '14', 'How long a reward is pending, in days: as long as payments are usually refunded.'),
  ('referral_second_percent', '0', 'Percent of each payment for who brought the referrer of its payer; 0: nothing.'),
  (
    'referral_trial_hours', '0',
    'Length of the trial for who came by a referrer''s link, in hours; 0: as for everybody.'
  ),
  (
    'referral_welcome', '0',
    'Bonus at the first payment of who was brought, never more than that, minor units of the shop''s currency; 0: none.'
  );
-- A shop that is there decides itself whether it pays for being recommended.
insert into app.flags (name, enabled, description)
select
  'referrals', not exists (select from app.users),
  'Inviting others, and earning by it. What was earned before is settled in any case.';
insert into app.brakes (name, description, most, share, counted_by, span) values
  ('reward', 'Rewards for bringing people that can be spent.', 100, 0.1, 'billing.count_active', '1 hour'),
  ('reward_back', 'Rewards that are taken back after they could be spent.', 10, 0.02, 'billing.count_active', '1 hour');
