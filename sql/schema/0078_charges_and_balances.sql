-- A charge may be given up before its provider has heard of it: its payer cancelled, and changed his mind. That is no
-- attempt, and keeps no method from being charged.
alter table billing.invoices
  add column unsent boolean not null default false,
  add constraint only_a_charge_is_unsent check (not unsent or method_id is not null);
comment on column billing.invoices.unsent is
  'Of a charge that was given up: its provider has not heard of it and will not, so it does not count as an attempt.';
select migrate.classify('billing.invoices', 'open', 'unsent');
