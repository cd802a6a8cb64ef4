-- What nothing has used since release 0.6 (messages with invoices: since then an invoice is a link on the screen) and 0.9
-- (what only older bots called).
delete from jobs.jobs as j where j.name = 'sweep_invoices';
drop function jobs.sweep_invoices(integer);
drop function billing.sweep_invoices(integer);
drop function billing.useless_invoices(bigint);
drop function api.invoice_sent(bigint, uuid, bigint);
drop function billing.invoice_sent(bigint, uuid, bigint);
drop table billing.invoice_messages;
drop function api.conversation(bigint, bigint);
drop function admin.me(bigint);
drop function admin.export_payments(bigint, date, date, text);
drop function admin.export_customers(bigint, text);
drop function admin.export_subscriptions(bigint, text);
drop function admin.export_ledger(bigint, date, date, text);
drop function app.record_export(text, date, date, bigint);
