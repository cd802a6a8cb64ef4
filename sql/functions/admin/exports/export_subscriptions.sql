create or replace function admin.export_subscriptions(p_telegram_id bigint, p_reason text)
returns table (
  subscription_id bigint,
  user_id bigint,
  plan text,
  status text,
  source text,
  began_at timestamptz,
  ends_at timestamptz,
  access_until timestamptz,
  renews boolean,
  periods bigint,
  price_amount bigint,
  currency text
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
    x.subscription_id, x.user_id, x.plan, x.status, x.source, x.began_at, x.ends_at, x.access_until, x.renews,
    x.periods, x.price_amount, x.currency
  from ops.export_subscriptions() as x;
  get diagnostics v_rows = row_count;
  perform app.record_export('subscriptions', null, null, v_rows);
end
$$;
comment on function admin.export_subscriptions(bigint, text) is
  'The rows of ops.export_subscriptions, for a file; audited with their number (app.record_export). Raises TK061 without a reason, and TK070 without the permission exports.';
