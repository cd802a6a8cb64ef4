-- The one list of everything that can be raised and told. Its words are texts: admin-alarm-<name> and
-- admin-alarm-do-<help> (texts/en/admin_alarms.ftl), from which docs/runbook.md is written.
create or replace view ops.alarm_kinds as
select k.position, k.name, k.pattern, k.severity, k.concerns_customers, k.place, k.permission, k.help
from (values
  (10, 'database', null, 'now', true, null, null, 'database'),
  (11, 'writable', null, 'now', true, null, null, 'database'),
  (12, 'migrations', null, 'now', false, null, null, 'migrations'),
  (13, 'clock', null, 'now', true, null, null, 'clock'),
  (14, 'shop', null, 'now', true, 'stuck', 'queues', 'shop'),
  (20, 'pg_cron', null, 'now', false, null, null, 'pg_cron'),
  (21, 'listener', null, 'now', true, null, null, 'process'),
  (22, 'bot', null, 'now', true, null, null, 'process'),
  (30, 'telegram', null, 'now', true, null, null, 'telegram'),
  (31, 'webhook', null, 'now', true, null, null, 'webhook'),
  (32, 'panels', null, 'now', true, 'panels', 'panels', 'panels'),
  (33, 'payment', null, 'now', true, 'providers', 'settings', 'payment'),
  (34, 'page', null, 'now', true, null, null, 'page'),
  (40, 'topic_inbox', '^topic_inbox(:|$)', 'now', true, 'stuck', 'queues', 'queue'),
  (41, 'topic_telegram', '^topic_telegram(:|$)', 'now', true, 'stuck', 'queues', 'queue'),
  (42, 'topic_vpn', '^topic_vpn(:|$)', 'now', true, 'stuck', 'queues', 'panel'),
  (43, 'topic_payment', '^topic_payment(_events)?(:|$)', 'now', true, 'stuck', 'queues', 'provider'),
  (44, 'topic', '^topic_', 'now', false, 'stuck', 'queues', 'queue'),
  (49, 'brake', '^brake_', 'morning', false, 'stuck', 'queues', 'brake'),
  (50, 'job_failing', '^job_failing_', 'morning', false, null, null, 'job'),
  (51, 'job_overdue', '^job_overdue_', 'morning', false, null, null, 'job'),
  (52, 'checks_unknown', null, 'morning', false, null, null, 'checks_unknown'),
  (53, 'rows_parked', null, 'morning', false, 'stuck', 'queues', 'rows_parked'),
  (54, 'letters_dead', null, 'morning', false, 'stuck', 'queues', 'letters_dead'),
  (60, 'panel_version', null, 'now', false, 'panels', 'panels', 'panel_version'),
  (61, 'no_panel', null, 'now', true, 'panels', 'panels', 'panels'),
  (62, 'access_late', null, 'now', true, 'stuck', 'queues', 'access_late'),
  (63, 'panel_drift', null, 'morning', false, 'panels', 'panels', 'panel_drift'),
  (64, 'panel_unread', null, 'morning', false, 'panels', 'panels', 'panel_unread'),
  (65, 'access_taken', null, 'morning', true, 'panels', 'panels', 'access_taken'),
  (66, 'grace_unrestricted', null, 'morning', false, 'panels', 'panels', 'grace_unrestricted'),
  (70, 'invoices_refused', null, 'now', true, 'providers', 'settings', 'invoices_refused'),
  (71, 'orders_unbought', null, 'now', true, 'payments', 'customers', 'orders_unbought'),
  (72, 'money_unbooked', null, 'now', true, 'payments', 'customers', 'money_unbooked'),
  (73, 'money_unclear', null, 'morning', true, 'suspense', 'customers', 'money_unclear'),
  (74, 'reconciliation', null, 'morning', false, 'payments', 'customers', 'reconciliation'),
  (75, 'lists_unread', null, 'morning', false, 'providers', 'settings', 'lists_unread'),
  (76, 'bodies_refused', null, 'morning', false, 'providers', 'settings', 'bodies_refused'),
  (77, 'offers_lost', null, 'morning', false, 'catalog', 'catalog', 'offers_lost'),
  (78, 'methods_forbidden', null, 'morning', true, 'providers', 'settings', 'methods_forbidden'),
  (80, 'withdrawals_late', null, 'morning', false, 'withdrawals', 'withdrawals', 'withdrawals_late'),
  (81, 'withdrawals_unsettled', null, 'morning', false, 'withdrawals', 'withdrawals', 'withdrawals_unsettled'),
  (82, 'payouts_wait', null, 'morning', false, 'withdrawals', 'withdrawals', 'payouts_wait'),
  (83, 'support_unread', null, 'morning', true, 'settings', 'settings', 'support_unread'),
  (84, 'channels_unanswered', null, 'morning', false, 'settings', 'settings', 'channels_unanswered'),
  (85, 'shop_text', null, 'morning', false, 'texts', 'settings', 'shop_text'),
  (86, 'backups_stopped', null, 'morning', false, null, null, 'backups'),
  (87, 'doctor', null, 'morning', false, null, null, 'doctor'),
  (999, 'other', '', 'morning', false, null, null, 'other')
) as k (position, name, pattern, severity, concerns_customers, place, permission, help)

union all
select
  100 + d.position,
  d.name,
  null,
  case when w.name is null then 'morning' else 'now' end,
  d.name in (select p.name from ops.promise_definitions as p),
  null,
  null,
  coalesce(
    h.help, case when d.name in (select p.name from ops.promise_definitions as p) then 'promise' else 'books' end
  )
from ops.check_definitions as d
left join unnest(array[
  'transfers_sum_to_zero', 'balances_equal_entries', 'nothing_is_overdue', 'undelivered_is_refunded',
  'access_follows_subscription', 'access_reaches_the_panel', 'python_reads_nothing', 'who_can_pay_keeps_access',
  'refunds_are_not_taken_again', 'paid_is_access_or_money_back'
]) as w (name) on w.name = d.name
left join (values
  ('nothing_is_overdue', 'job'), ('undelivered_is_refunded', 'job'), ('access_is_as_sold', 'job'),
  ('access_follows_subscription', 'access'), ('access_reaches_the_panel', 'access'),
  ('answers_count_for_their_generation', 'access'), ('messages_wait_in_their_lane', 'lanes'),
  ('events_are_processed', 'lanes'), ('lanes_have_a_destination', 'lanes'), ('python_reads_nothing', 'rights')
) as h (name, help) on h.name = d.name;
comment on view ops.alarm_kinds is 'Every kind of alarm and of check in /ready.';
comment on column ops.alarm_kinds.position is
  'Order in which they are told: the lowest is the likeliest cause of the others.';
comment on column ops.alarm_kinds.name is 'The kind; its words are admin-alarm-<name>.';
comment on column ops.alarm_kinds.pattern is
  'A regular expression for the names of its alarms; null: they have its own name.';
comment on column ops.alarm_kinds.severity is 'now: told at any hour; morning: after quiet hours.';
comment on column ops.alarm_kinds.concerns_customers is 'Whether support hears of it too.';
comment on column ops.alarm_kinds.place is 'The place in the admin menu that fixes it; null for none.';
comment on column ops.alarm_kinds.permission is
  'What who opens that place needs, see app.permissions; null where there is no place.';
comment on column ops.alarm_kinds.help is 'What to do, by the text admin-alarm-do-<help>.';
