-- What a figure is called, counted in and means; its value is in one of the views ops.metrics_of_...
create or replace function ops.metric_definitions() returns table (name text, type text, help text)
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  values
    ('tickover_shop_held', 'gauge', '1 while the shop is held, 0 while it is open; see ops.shop.'),
    ('tickover_people', 'gauge', 'People who have not left; PostgreSQL''s estimate.'),
    ('tickover_subscriptions', 'gauge', 'Subscriptions that run, by source: trial, paid or grant.'),
    ('tickover_due_late_seconds', 'gauge', 'How long the longest overdue row of a job has been due; 0 for none.'),
    ('tickover_tickets_waiting', 'gauge', 'Tickets that wait for an answer.'),
    ('tickover_ticket_waits_seconds', 'gauge', 'How long the oldest of them has waited.'),
    ('tickover_destination_paused_seconds', 'gauge', 'How long it is still paused; infinite until an operator resumes it.'),
    ('tickover_destination_late_seconds', 'gauge', 'How long its oldest due lane has waited.'),
    ('tickover_destination_messages', 'gauge', 'Messages that wait for it or are in flight.'),
    ('tickover_destination_retrying', 'gauge', 'Its lanes whose head has failed and is tried again.'),
    ('tickover_destination_dead', 'gauge', 'Its dead letters that wait for an operator.'),
    ('tickover_destination_done', 'gauge', 'Messages that it has done since it was created.'),
    ('tickover_destination_failed', 'gauge', 'Failures that counted for its breaker since it was created.'),
    ('tickover_suspense_payments', 'gauge', 'Payments whose payer is not known.'),
    ('tickover_suspense_waits_seconds', 'gauge', 'How long the oldest of them has waited for a person.'),
    ('tickover_money_events_waiting', 'gauge', 'Events about money that are not booked yet, see ops.money_events.'),
    ('tickover_payment_unserved_seconds', 'gauge', 'How long the oldest payment that came in has not been booked, or its order not fulfilled.'),
    ('tickover_refunds_to_send', 'gauge', 'Refunds that somebody or a provider has to send.'),
    ('tickover_withdrawals_open', 'gauge', 'Withdrawals that are not settled.'),
    ('tickover_received_today_minor', 'gauge', 'Received today in the shop''s zone, by provider and currency, minor units.'),
    ('tickover_sent_back_today_minor', 'gauge', 'Sent back to payers today, by provider and currency, minor units.'),
    ('tickover_job_overdue', 'gauge', '1 if the job should have run by now.'),
    ('tickover_job_ran_seconds_ago', 'gauge', 'When the job began last; absent before its first run.'),
    ('tickover_parked_rows', 'gauge', 'Rows that a job could not process and skips.'),
    ('tickover_brake_held', 'gauge', 'Cases that a brake holds.'),
    ('tickover_consumer_alive', 'gauge', '1 for a process that takes messages and sends its heartbeat, 0 for one that stopped to.'),
    ('tickover_invariant_broken', 'gauge', '1 if the last check found it broken, NaN without a recent result.'),
    ('tickover_promise_broken', 'gauge', 'The same for what is promised to customers only.'),
    ('tickover_checks_unknown', 'gauge', 'Promises without a recent result; NaN while the database does not answer.'),
    ('tickover_alarm', 'gauge', '1 for each alarm that is raised.'),
    ('tickover_alarms', 'gauge', 'Raised alarms; NaN while the database does not answer.'),
    ('tickover_database_bytes', 'gauge', 'Size of the database.'),
    ('tickover_table_bytes', 'gauge', 'Size of a table with its indexes; those above 1 MB.'),
    ('tickover_table_dead_rows', 'gauge', 'Rows of it that autovacuum has not cleaned up; PostgreSQL''s estimate.'),
    ('tickover_backup_late_seconds', 'gauge', 'By how much the last backup in a place is older than twice the setting backup_hours; 0 for not.'),
    ('tickover_locks_waiting', 'gauge', 'Sessions that wait for a lock, see ops.locks.'),
    ('tickover_oldest_transaction_ids', 'gauge', 'Transactions since the oldest one that is not frozen; PostgreSQL stops below 2 billion.'),
    ('tickover_wal_retained_bytes', 'gauge', 'WAL that a replication slot keeps, from which a standby is behind.')
$$;
comment on function ops.metric_definitions() is
  'Returns each metric of ops.metrics: name, type as Prometheus knows it, and help.';
