create or replace function admin.export_payments(p_telegram_id bigint, p_from date, p_until date, p_reason text)
returns table (
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
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_rows bigint;
begin
  perform app.act_as_admin(p_telegram_id, 'exports', p_reason);
  return query
  select
    x.at, x.provider, x.kind, x.amount, x.currency, x.payment_external_id, x.external_id, x.payment_id, x.user_id,
    x.invoice_id, x.transfer_id
  from ops.payments_between(p_from, p_until) as x;
  get diagnostics v_rows = row_count;
  perform app.record_export('payments', p_from, p_until, v_rows);
end
$$;
comment on function admin.export_payments(bigint, date, date, text) is
  'The rows of ops.payments_between, for a file; audited with their number (app.record_export). Raises TK061 without a reason, and TK070 without the permission exports.';
