-- Telegram sends Stars back as a whole or not at all. A part of a payment in Stars was asked for again and again; the
-- refusals closed Stars for everybody, and the payer read that his money was on its way.
alter table billing.providers add column refunds_parts boolean not null default true;
comment on column billing.providers.refunds_parts is
  'Whether it sends back a part of a payment; where it does not, an operator settles that part, see ops.refunds_to_send.';
update billing.providers set refunds_parts = false where name = 'stars';
select migrate.classify('billing.providers', 'open', 'refunds_parts');
