create or replace function admin.export_customers(p_telegram_id bigint, p_reason text)
returns table (
  user_id bigint,
  telegram_id bigint,
  username text,
  first_name text,
  came_at timestamptz,
  language text,
  referrer_id bigint,
  campaign text,
  trial_at timestamptz,
  first_paid_at timestamptz,
  last_paid_at timestamptz,
  payments bigint,
  paid_amount bigint,
  kept_amount bigint,
  currency text,
  balance bigint,
  subscriptions bigint,
  ends_at timestamptz,
  left_at timestamptz
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
    x.user_id, i.telegram_id, i.username, i.first_name, x.came_at, x.language, x.referrer_id, x.campaign,
    x.trial_at, x.first_paid_at, x.last_paid_at, x.payments, x.paid_amount, x.kept_amount, x.currency, x.balance,
    x.subscriptions, x.ends_at, x.left_at
  from ops.export_customers() as x
  left join app.telegram_identities as i on i.user_id = x.user_id
  order by x.user_id, x.currency;
  get diagnostics v_rows = row_count;
  perform app.record_export('customers', null, null, v_rows);
end
$$;
comment on function admin.export_customers(bigint, text) is
  'The rows of ops.export_customers, with who the customers are on Telegram, for a file; audited with their number (app.record_export). Raises TK061 without a reason, and TK070 without the permission exports.';
