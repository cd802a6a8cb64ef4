-- What broadcasts and rewards have to remember, so that they say the same later.
--
-- Nothing large is rewritten.

alter table broadcast.broadcasts add column cancelled_at timestamptz;
update broadcast.broadcasts as b set cancelled_at = b.ended_at where b.status = 'cancelled';
comment on column broadcast.broadcasts.cancelled_at is
  'When it was cancelled, UTC: it is cancelled again once an edit has reached those who have it. Null if it never was.';
comment on column broadcast.broadcasts.pause_reason is
  'Why it is or was paused, or a draft again: by whom, what Telegram refused, what broadcast.lacking says, too_late (more than six hours), restored (from a backup); null if nothing of this holds.';
select migrate.classify('broadcast.broadcasts', 'open', 'cancelled_at');

-- A payment that went back as a whole was none: the next one is the first.
alter table billing.referral_rewards add column void boolean not null default false;
comment on column billing.referral_rewards.void is
  'Its payment went back as a whole, and a later one earns in its place: nothing is earned by it any more.';
select migrate.classify('billing.referral_rewards', 'open', 'void');
drop index billing.referral_rewards_once;
create unique index referral_rewards_once on billing.referral_rewards (payer_id)
where level = 1 and kind <> 'percent' and not void;
drop index billing.referral_rewards_welcome;
create unique index referral_rewards_welcome on billing.referral_rewards (payer_id) where level = 0 and not void;
