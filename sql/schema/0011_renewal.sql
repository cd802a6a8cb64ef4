-- What one look of auto-renewal at a subscription comes to, reckoned before anything is written: so a batch
-- can be written as a set, and in slices when one of its rows is bad, without being read again.

create type billing.renewal as (
  subscription_id bigint,
  user_id bigint,
  chat text,
  outcome text,
  account_id bigint,
  amount bigint,
  currency text,
  price_id bigint,
  plan_id bigint,
  number integer,
  starts_at timestamptz,
  ends_at timestamptz,
  anchor_at timestamptz,
  anchor_number integer,
  expires_at timestamptz,
  renew_at timestamptz,
  useful_until timestamptz
);
comment on type billing.renewal is
  'A subscription that auto-renewal looked at. chat: where its user is told; null when that cannot be, or is too late. outcome: renewed, or a kind of billing.notices: announced, ending, price_risen, short, grace, unavailable. account_id: the cash account; amount (minor units), currency, price_id, plan_id: what is on offer for the next period. number to anchor_number: the period to be written when renewed, else only the number of the last one. expires_at: until when access is kept. renew_at: when to look again. useful_until: until when the user is told.';
