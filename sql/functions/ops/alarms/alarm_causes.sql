-- Told as the root of a group, with the others counted below it. A database that is away is told from memory, alone.
create or replace view ops.alarm_causes as
select c.cause, e.effect
from (values
  ('writable', '{pg_cron, listener, bot, job_failing, job_overdue}'::text[]),
  ('clock', '{shop, topic_inbox, topic_telegram, topic_vpn, topic_payment, topic}'),
  ('shop', '{topic_inbox, topic_telegram, topic_vpn, topic_payment, topic}'),
  ('pg_cron', '{job_failing, job_overdue, checks_unknown, nothing_is_overdue, undelivered_is_refunded,
    access_is_as_sold, panel_unread, lists_unread, money_unbooked, orders_unbought}'),
  ('listener', '{topic_telegram, topic_vpn, topic_payment, topic, access_late, panel_unread, letters_dead,
    support_unread, payouts_wait, lists_unread, undelivered_is_refunded, paid_is_access_or_money_back,
    changes_are_told, ends_are_announced}'),
  ('bot', '{webhook, topic_inbox, topic_payment, events_are_processed, money_unbooked}'),
  ('telegram', '{webhook, topic_telegram, topic_inbox, letters_dead, support_unread, channels_unanswered,
    changes_are_told, ends_are_announced}'),
  ('topic_telegram', '{letters_dead, support_unread, changes_are_told, ends_are_announced}'),
  ('topic_inbox', '{events_are_processed}'),
  ('topic_vpn', '{access_late, panel_unread, letters_dead, undelivered_is_refunded, paid_is_access_or_money_back}'),
  ('topic_payment', '{invoices_refused, orders_unbought, payouts_wait, lists_unread, letters_dead}'),
  ('panels', '{no_panel, access_late, undelivered_is_refunded, paid_is_access_or_money_back}'),
  ('no_panel', '{access_late, undelivered_is_refunded, paid_is_access_or_money_back}'),
  ('panel_version', '{topic_vpn, access_late, panel_unread}'),
  ('job_failing', '{job_overdue, rows_parked, checks_unknown, nothing_is_overdue, undelivered_is_refunded,
    access_is_as_sold}'),
  ('job_overdue', '{checks_unknown, nothing_is_overdue, undelivered_is_refunded, access_is_as_sold}'),
  ('brake', '{rows_parked, nothing_is_overdue}')
) as c (cause, effects)
cross join unnest(c.effects) as e (effect);
comment on view ops.alarm_causes is
  'Which kinds of alarm (ops.alarm_kinds) follow from which: an effect is told in the message about its cause.';
comment on column ops.alarm_causes.cause is 'The kind of alarm that the other follows from.';
comment on column ops.alarm_causes.effect is 'The kind of alarm that is told in the message about cause.';
