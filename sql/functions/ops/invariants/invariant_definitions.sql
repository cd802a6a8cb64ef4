-- Lists all invariants. `checked` is how often a job checks them (jobs.check_invariants): hourly if the check reads
-- live objects (subscriptions, queues, refunds), nightly if it reads history (ledger, periods, orders, payments),
-- which takes minutes once there are millions of rows.
create or replace view ops.invariant_definitions as
select p.position, p.name, p.checked, p.promise
from (values
  (10, 'transfers_sum_to_zero', 'night', 'entries of a transfer sum to zero per currency'),
  (11, 'balances_equal_entries', 'night', 'a balance is the sum of its entries and not below its floor'),
  (12, 'snapshots_equal_entries', 'night', 'a snapshot is the sum of the entries up to it'),
  (13, 'keys_name_one_transfer', 'night', 'one transfer per idempotency key'),
  (14, 'transfers_match_their_hash', 'night', 'a transfer has the legs that were posted'),
  (20, 'periods_follow_each_other', 'night', 'periods follow without gaps in number or overlap in time'),
  (21, 'grace_is_for_renewals', 'hour', 'access outlasts the last period only where that may be renewed'),
  (22, 'charges_pay_periods', 'night', 'no charge without its period, no paid period without its charge'),
  (23, 'trials_are_given_once', 'night', 'a trial is a user''s first period, and recorded'),
  (24, 'orders_are_fulfilled_once', 'night', 'an order is fulfilled by one period or one payment'),
  (30, 'payments_are_credited_once', 'night', 'a payment is credited once, to its payer or to suspense'),
  (31, 'suspense_is_explained', 'night', 'suspense holds the payments that wait for an operator, others left it once'),
  (32, 'refunds_stay_within_payments', 'hour', 'no more is refunded than was paid, of a period or of a payment'),
  (33, 'refunds_are_booked', 'night', 'a refund has its transfer, and a transfer that refunds its refund'),
  (34, 'holds_equal_payouts', 'hour', 'what is held is what is being sent back'),
  (35, 'operations_are_recorded', 'night', 'what was moved by hand is recorded with its reason'),
  (36, 'losses_are_explained', 'night', 'what is lost is what providers took back and no balance covered'),
  (40, 'nothing_is_overdue', 'hour', 'what is due is done within ten minutes, unless it is switched off or parked'),
  (41, 'undelivered_is_refunded', 'hour', 'what was paid is access by its deadline or refunded, unless a brake holds'),
  (42, 'notices_are_sent_once', 'night', 'a notice is sent once for each subscription, period, kind and amount'),
  (50, 'access_follows_subscription', 'hour', 'VPN access is desired while a subscription is active'),
  (51, 'answers_count_for_their_generation', 'hour', 'nothing is applied that was not desired'),
  (52, 'access_reaches_the_panel', 'hour', 'access that is to change waits in its lane'),
  (53, 'access_is_as_sold', 'hour', 'limits and panels are those that the period that runs was sold with'),
  (60, 'messages_wait_in_their_lane', 'hour', 'every message waits in a lane that counts it'),
  (61, 'events_are_processed', 'hour', 'what came from outside is processed or waits'),
  (62, 'lanes_have_a_destination', 'hour', 'every lane belongs to a destination of its topic'),
  (70, 'python_reads_nothing', 'hour', 'bot, listener, page and jobs execute functions and read nothing else')
) as p (position, name, checked, promise);
comment on view ops.invariant_definitions is
  'The names of ops.invariants, what each promises, and how often jobs check it: hour or night.';
