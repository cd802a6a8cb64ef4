create or replace function admin.subscriptions_of(
  p_telegram_id bigint, p_user_id bigint, p_language text
) returns table (
  subscription_id bigint,
  title text,
  status text,
  is_trial boolean,
  ends_at timestamptz,
  expires_at timestamptz,
  paid_until timestamptz,
  auto_renew boolean,
  cancelled boolean,
  next_charge_at timestamptz,
  next_amount bigint,
  next_currency text,
  pays_provider text,
  pays_title text,
  panels text[],
  lags boolean,
  last_error text,
  devices integer,
  device_limit integer,
  used_bytes bigint,
  data_limit bigint,
  online_at timestamptz,
  connected boolean
)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'customers');
  return query
  select
    s.id, billing.in_language(billing.title_of(s.id, p.title), p_language), t.status, t.is_trial, s.ends_at, s.expires_at,
    t.paid_until, s.auto_renew, s.cancelled_at is not null, next.at, next.amount, next.currency,
    payer.provider, billing.in_language(billing.method_title(payer.title), p_language),
    used.panels, used.lags, used.last_error, w.devices, w.device_limit, used.used_bytes, used.data_limit, used.online_at,
    w.connected
  from billing.subscriptions as s
  cross join lateral billing.subscription_status(s.user_id, s.id) as t
  cross join lateral billing.next_charge(s) as next
  cross join lateral billing.pays_next(
    s, next.amount, next.currency, billing.balance_of(s.user_id, next.currency) - billing.charged_before(s)
  ) as payer
  left join billing.plans as p on p.id = coalesce((billing.current_plan(s)).plan_id, s.plan_id)
  left join vpn.connections_of(s.id) as w on true
  cross join lateral (
    select
      array_agg(a.panel order by a.panel) filter (where a.panel is not null) as panels, bool_or(a.lags) as lags,
      max(a.last_error) as last_error, max(a.used_bytes) as used_bytes, max(a.data_limit) as data_limit,
      max(a.online_at) as online_at
    from ops.access as a
    where a.subscription_id = s.id
  ) as used
  where s.user_id = p_user_id
  order by s.expires_at desc, s.id;
end
$$;
comment on function admin.subscriptions_of(bigint, bigint, text) is
  'Returns the subscriptions of a customer, those that last longest first: status as in billing.subscription_status, the next charge (minor units) and what pays it (null: the balance), the panels'' codes, whether one lags behind (last_error: why), and the use that panels tell. Raises TK070 without the permission customers.';
