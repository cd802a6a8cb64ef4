-- A line is kept as it was first read. Whether it names something of ours is recorded at once, because unpaid invoices
-- are deleted later.
create or replace function billing.keep_lines(p_provider text, p_lines jsonb) returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_count integer;
begin
  insert into billing.provider_transactions (
    provider, line_id, kind, external_id, charge_id, key, amount, currency, asset_quantity, asset, fee, names_ours, at,
    first_seen
  )
  select
    p_provider, l.line_id, l.kind, l.external_id, l.charge_id, l.key, l.amount, l.currency, l.asset_quantity, l.asset,
    l.fee,
    (billing.invoice_of(p_provider, l.external_id, l.key)).id is not null
    or exists (select from billing.payments as p where p.provider = p_provider and p.external_id = l.charge_id)
    or exists (select from billing.refunds as r where r.cause = split_part(l.key, '#', 1))
    or exists (select from billing.withdrawals as w where format('withdrawal-%s', w.token) = l.key),
    l.at, app.now()
  from jsonb_to_recordset(p_lines) as l (
    line_id text, kind text, external_id text, charge_id text, key text, amount bigint, currency text,
    asset_quantity text, asset text, fee bigint, at timestamptz
  )
  on conflict (provider, kind, line_id) do nothing;
  get diagnostics v_count = row_count;
  return v_count;
end
$$;
comment on function billing.keep_lines(text, jsonb) is
  'Stores lines of a provider''s list: [{"line_id", "kind", "external_id", "charge_id", "key", "amount", "currency", "asset_quantity", "asset", "fee", "at"}, ...], see billing.provider_transactions. Returns how many are new.';
