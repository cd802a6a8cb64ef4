-- Names of customers are added when a file is sent, see app.with_names.
create or replace function app.export_query(p_what text) returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  select case p_what
    when 'payments' then
      'select x.at, x.provider, x.kind, x.amount, x.currency, x.payment_external_id, x.external_id, x.payment_id, x.user_id,
         x.invoice_id, x.transfer_id
       from ops.payments_between($1, $2) as x'
    when 'ledger' then
      'select x.at, x.transfer_id, x.kind, x.account, x.user_id, x.amount, x.currency, x.reverses, x.cause, x.reason
       from ops.export_ledger($1, $2) as x'
    when 'customers' then
      'select x.user_id, x.came_at, x.language, x.referrer_id, x.campaign, x.trial_at, x.first_paid_at, x.last_paid_at,
         x.payments, x.paid_amount, x.kept_amount, x.currency, x.balance, x.subscriptions, x.ends_at, x.left_at
       from ops.export_customers() as x
       order by x.user_id, x.currency'
    when 'subscriptions' then
      'select x.subscription_id, x.user_id, x.plan, x.status, x.source, x.began_at, x.ends_at, x.access_until, x.renews,
         x.periods, x.price_amount, x.currency
       from ops.export_subscriptions() as x'
  end
$$;
comment on function app.export_query(text) is
  'Takes what a file is about (app.exports.what). Returns the query of its rows, which takes its days as $1 and $2.';
