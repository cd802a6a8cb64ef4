-- The promises of the house, each with whether the data keeps it. Constraints and triggers enforce them; this
-- is the second look that would notice if one was ever switched off.
create or replace view ops.invariants as
with violations as (
  select v.invariant, count(*) as broken, array_agg(v.subject) as subjects
  from ops.violations as v
  group by v.invariant
)

select
  i.name,
  v.broken is null as ok,
  coalesce(v.broken || ' broken: ' || array_to_string(v.subjects[1:3], '; '), i.promise) as detail
from (values
  (1, 'transfers_sum_to_zero', 'entries of a transfer sum to zero per currency'),
  (2, 'balances_equal_entries', 'a balance is the sum of its entries and not below its floor'),
  (3, 'snapshots_equal_entries', 'a snapshot is the sum of the entries up to it'),
  (4, 'keys_name_one_transfer', 'one transfer per idempotency key'),
  (5, 'transfers_match_their_hash', 'a transfer has the legs that were posted'),
  (6, 'periods_follow_each_other', 'periods are numbered without gaps and never overlap'),
  (7, 'charges_pay_periods', 'no charge without its period, no paid period without its charge'),
  (8, 'trials_are_given_once', 'a trial is a user''s first period, and recorded'),
  (9, 'orders_are_fulfilled_once', 'an order is fulfilled by one period or one payment'),
  (10, 'payments_are_credited_once', 'a payment is credited once, to its payer or to suspense'),
  (11, 'suspense_is_explained', 'suspense holds the payments that wait for an operator'),
  (12, 'access_follows_subscription', 'VPN access is desired while a subscription is active'),
  (13, 'answers_count_for_their_generation', 'nothing is applied that was not desired'),
  (14, 'access_reaches_the_panel', 'access that is to change waits in its lane'),
  (15, 'messages_wait_in_their_lane', 'every message waits in a lane that counts it'),
  (16, 'updates_are_processed', 'an update is processed or waits'),
  (17, 'python_reads_nothing', 'bot, listener and jobs execute functions and read nothing else')
) as i (position, name, promise)
left join violations as v on v.invariant = i.name
order by i.position;
comment on view ops.invariants is
  'Whether the data keeps every promise; detail says which, or what breaks it (all of it: ops.violations). Reads the whole ledger: minutes on a large one, nightly is enough.';
