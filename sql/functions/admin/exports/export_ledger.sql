create or replace function admin.export_ledger(p_telegram_id bigint, p_from date, p_until date, p_reason text)
returns table (
  at timestamptz,
  transfer_id bigint,
  kind text,
  account text,
  user_id bigint,
  amount bigint,
  currency text,
  reverses bigint,
  cause text,
  reason text
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
    x.at, x.transfer_id, x.kind, x.account, x.user_id, x.amount, x.currency, x.reverses, x.cause, x.reason
  from ops.export_ledger(p_from, p_until) as x;
  get diagnostics v_rows = row_count;
  perform app.record_export('ledger', p_from, p_until, v_rows);
end
$$;
comment on function admin.export_ledger(bigint, date, date, text) is
  'The rows of ops.export_ledger, for a file; audited with their number (app.record_export). Raises TK061 without a reason, and TK070 without the permission exports.';
