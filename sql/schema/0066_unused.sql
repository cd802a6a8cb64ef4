-- What nothing has used since release 0.6 (messages with invoices: since then an invoice is a link on the screen), what
-- only bots before 0.9 called, and what only tests did.
delete from jobs.jobs as j where j.name = 'sweep_invoices';
drop function if exists jobs.sweep_invoices(integer);
drop function if exists billing.sweep_invoices(integer);
drop function if exists billing.useless_invoices(bigint);
drop function if exists api.invoice_sent(bigint, uuid, bigint);
drop function if exists billing.invoice_sent(bigint, uuid, bigint);
drop table billing.invoice_messages;
drop function if exists api.conversation(bigint, bigint);
drop function if exists admin.me(bigint);
drop function if exists admin.export_payments(bigint, date, date, text);
drop function if exists admin.export_customers(bigint, text);
drop function if exists admin.export_subscriptions(bigint, text);
drop function if exists admin.export_ledger(bigint, date, date, text);
drop function if exists app.record_export(text, date, date, bigint);
drop function if exists api.open_topup(bigint, bigint, text, uuid, uuid);
drop function if exists api.destinations();
drop function if exists api.alarms();
drop function if exists api.checks();
drop function if exists api.readiness();
drop function if exists billing.free_time(bigint, timestamptz);
drop function if exists inbox.receive(text, text, text, bytea, text);
