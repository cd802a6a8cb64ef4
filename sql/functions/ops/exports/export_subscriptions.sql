create or replace function ops.export_subscriptions() returns table (
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
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select
    s.id,
    s.user_id,
    p.code,
    s.status,
    s.source,
    s.created_at,
    s.ends_at,
    s.expires_at,
    s.auto_renew and s.cancelled_at is null and s.renewal_price_id is not null and s.status = 'active',
    s.period_number,
    r.amount,
    r.currency::text
  from billing.subscriptions as s
  join billing.plans as p on p.id = s.plan_id
  left join billing.prices as r on r.id = s.price_id
  order by s.id
$$;
comment on function ops.export_subscriptions() is
  'All subscriptions: plan and kind of the last period (source: trial, paid, grant), when it began, ends, and until when access is kept, UTC; renews: by itself; periods: how many it had; price_amount: the list price of the last paid period, minor units.';
