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
  'Invoices at payment providers. amount is what the payer is asked for, credited_amount what the balance gets, in minor units. asked_about_at: when the provider is next asked about it, UTC; null when it no longer is. method_id, subscription_id, attempt, decline: of a charge of a saved method for a renewal.';
