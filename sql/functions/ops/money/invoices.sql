create or replace view ops.invoices as
select
  i.id as invoice_id,
  i.provider,
  i.external_id,
  i.user_id,
  case when i.status in ('creating', 'open') and i.expires_at <= app.now() then 'over' else i.status end as status,
  i.amount,
  i.currency,
  i.credited_amount,
  i.credited_currency,
  date_trunc('second', app.now() - i.created_at) as age,
  i.fetch_at as asked_about_at,
  i.error,
  i.method_id,
  i.subscription_id,
  i.attempt,
  i.decline
from billing.invoices as i;
comment on view ops.invoices is
  'Invoices at payment providers, and charges of saved methods (those have method_id and what follows).';
comment on column ops.invoices.invoice_id is 'The row of billing.invoices.';
comment on column ops.invoices.provider is 'Who is asked to let somebody pay.';
comment on column ops.invoices.external_id is 'The provider''s id of it; null while it is not made.';
comment on column ops.invoices.user_id is 'Who is to pay, and whose balance grows.';
comment on column ops.invoices.status is
  'creating, open, paid, over (also one that nobody has closed yet) or failed, see billing.invoices.';
comment on column ops.invoices.amount is 'What the payer is asked for, minor units of currency.';
comment on column ops.invoices.currency is 'Of amount.';
comment on column ops.invoices.credited_amount is 'What the balance gets, minor units of credited_currency.';
comment on column ops.invoices.credited_currency is 'Of credited_amount.';
comment on column ops.invoices.age is 'How long ago it was asked for, business time.';
comment on column ops.invoices.asked_about_at is
  'When the provider is asked about it next, business time, UTC; null: not any more.';
comment on column ops.invoices.error is
  'Why it could not be made, or the provider''s last answer was of no use; null otherwise.';
comment on column ops.invoices.method_id is
  'Of a charge: the saved method that is charged; null for an invoice that somebody pays.';
comment on column ops.invoices.subscription_id is 'Of a charge: what is to be renewed with it.';
comment on column ops.invoices.attempt is 'Of a charge: which one for that period.';
comment on column ops.invoices.decline is
  'Of a charge that was declined, what may follow: retry, buyer, drop or end, see billing.invoices.';
