-- Where codes, gifts, rewards, withdrawals and disputes meet: what outlives an account, what is paid back or waived
-- later, and what a provider says after an operator has decided.

-- What somebody had before he deleted his account, so that coming back makes nobody new. As in billing.trials, the hash
-- of the identity leads back to nobody who does not come back.
create table billing.former_customers (
  identity_hash bytea primary key,
  has_paid boolean not null,
  has_bought boolean not null,
  left_at timestamptz not null
);
comment on table billing.former_customers is
  'People who paid or bought something and deleted their account, each once: promo codes for new people and for a first purchase are not for them.';
comment on column billing.former_customers.identity_hash is 'As in app.users: of who comes back it is the same.';
comment on column billing.former_customers.has_paid is 'Whether money of his came from outside.';
comment on column billing.former_customers.has_bought is 'Whether an order of his was fulfilled that was no top-up.';
comment on column billing.former_customers.left_at is 'When he deleted his account last, business time, UTC.';
select
  migrate.classify('billing.former_customers', 'open', 'has_paid', 'has_bought', 'left_at'),
  migrate.classify('billing.former_customers', 'personal', 'identity_hash');

create table billing.former_promo_uses (
  identity_hash bytea not null,
  code_id bigint not null references billing.promo_codes,
  uses integer not null constraint uses_are_some check (uses > 0),
  primary key (identity_hash, code_id)
);
create index former_promo_uses_of_code on billing.former_promo_uses (code_id);
comment on table billing.former_promo_uses is
  'How often people who deleted their account had used which promo code; until the code is over (job purge_history).';
comment on column billing.former_promo_uses.identity_hash is 'As in app.users: of who comes back it is the same.';
comment on column billing.former_promo_uses.uses is 'Uses that were redeemed and not returned, of all his former accounts.';
select
  migrate.classify('billing.former_promo_uses', 'open', 'code_id', 'uses'),
  migrate.classify('billing.former_promo_uses', 'personal', 'identity_hash');

-- Of earlier deletions only those who had a subscription are known.
insert into billing.former_customers (identity_hash, has_paid, has_bought, left_at)
with paid as (
  select distinct p.user_id from billing.payments as p
),

bought as (
  select distinct o.user_id from billing.orders as o where o.kind <> 'topup' and o.status = 'fulfilled'
)

select t.identity_hash, p.user_id is not null, b.user_id is not null, u.deleted_at
from billing.trials as t
join app.users as u on u.id = t.user_id and u.deleted_at is not null
left join paid as p on p.user_id = u.id
left join bought as b on b.user_id = u.id
where num_nonnulls(p.user_id, b.user_id) > 0;
insert into billing.former_promo_uses (identity_hash, code_id, uses)
select t.identity_hash, p.code_id, count(*)
from billing.trials as t
join app.users as u on u.id = t.user_id and u.deleted_at is not null
join billing.promo_uses as p on p.user_id = u.id and p.state = 'redeemed'
group by t.identity_hash, p.code_id;

-- A debt for a dispute can be paid later, or be forgiven.
alter table billing.disputes
  add column covered_earned bigint not null default 0,
  add column waived bigint not null default 0,
  add constraint covered_earned_is_covered check (0 <= covered_earned and covered_earned <= covered),
  add constraint waived_is_owed check (0 <= waived and waived <= owed - covered);
comment on column billing.disputes.covered is 'What of that his accounts gave.';
comment on column billing.disputes.covered_earned is
  'What of covered came from what he earned by bringing others (ops.cover_dispute), and goes back there when the dispute is won.';
comment on column billing.disputes.waived is 'What of owed an operator waived: he does not owe it any more, and the shop bears it.';
select migrate.classify('billing.disputes', 'open', 'covered_earned', 'waived');

alter table billing.gifts
  drop constraint return_reason_is_known,
  add constraint return_reason_is_known check (return_reason in ('asked', 'expired', 'taken_back', 'operator'));
comment on column billing.gifts.return_reason is
  'asked: the payer wanted the money back; expired: nobody took it; taken_back: a provider took the payer''s money back; operator: one returned it (ops.return_gift).';

alter table billing.withdrawals
  add column requisites_shown_at timestamptz,
  add column paid_late_by bigint unique references ledger.transfers,
  add column owed bigint not null default 0,
  add column returned_by bigint unique references ledger.transfers,
  add column returned_at timestamptz,
  add column return_reason text constraint return_reason_is_short check (length(return_reason) between 1 and 1000),
  add constraint paid_late_had_failed check (paid_late_by is null or status = 'failed'),
  add constraint owed_was_paid_late check (0 <= owed and owed <= amount and (owed = 0 or paid_late_by is not null)),
  add constraint returned_was_paid check (returned_by is null or status = 'paid'),
  add constraint returned_says_why check (num_nonnulls(returned_by, returned_at, return_reason) in (0, 3));
comment on column billing.withdrawals.requisites_shown_at is
  'Since when somebody of the shop knows the requisites: once approved, it may have been sent from then on.';
comment on column billing.withdrawals.paid_late_by is
  'The transfer of one that was settled as failed and that its provider paid all the same; null for none.';
comment on column billing.withdrawals.owed is
  'What of that the person''s account lacked, minor units: it is taken from what he earns next (billing.collect_owed).';
comment on column billing.withdrawals.returned_by is
  'The transfer that gave back what was paid and came back, see ops.withdrawal_returned; null for none.';
comment on column billing.withdrawals.return_reason is 'Why it came back; the person reads it.';
create index withdrawals_owed on billing.withdrawals (user_id) where owed > 0;
select migrate.classify(
  'billing.withdrawals', 'open', 'requisites_shown_at', 'paid_late_by', 'owed', 'returned_by', 'returned_at',
  'return_reason'
);
update billing.withdrawals as w
set requisites_shown_at = a.at
from (
  select l.subject_id, min(l.at) as at
  from app.audit as l
  where l.subject = 'withdrawal' and l.action = 'withdrawal.requisites_shown'
  group by l.subject_id
) as a
where a.subject_id = w.id;
