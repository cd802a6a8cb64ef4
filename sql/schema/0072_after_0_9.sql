-- What only bots of 0.9 called.
drop function if exists api.useless_invoices(bigint);
