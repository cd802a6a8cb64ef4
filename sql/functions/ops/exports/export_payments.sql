create or replace function ops.export_payments(p_month date) returns table (
  at timestamptz,
  provider text,
  kind text,
  amount bigint,
  currency text,
  payment_external_id text,
  external_id text,
  payment_id bigint,
  user_id bigint,
  invoice_id bigint,
  transfer_id bigint
)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select
    p.at,
    p.provider,
    p.kind,
    p.amount,
    p.currency,
    p.payment_external_id,
    p.external_id,
    p.payment_id,
    p.user_id,
    p.invoice_id,
    p.transfer_id
  from ops.payments_between(
    date_trunc('month', p_month::timestamp)::date, (date_trunc('month', p_month::timestamp) + interval '1 month')::date
  ) as p
$$;
comment on function ops.export_payments(date) is
  'Takes any day of a month of the shop''s zone. Returns ops.payments_between for that month: amounts in minor units.';
