create or replace function api.subscriptions(p_telegram_id bigint) returns table (
  subscription_id bigint,
  status text,
  is_trial boolean,
  plan_title text,
  ends_at timestamptz,
  expires_at timestamptz,
  link text,
  granted_at timestamptz,
  last_title text,
  paid_until timestamptz
)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select
    s.id,
    t.status,
    t.is_trial,
    billing.in_language(t.plan_title, u.locale),
    t.ends_at,
    t.expires_at,
    case when t.status in ('active', 'grace') then t.link end,
    p.created_at,
    billing.in_language(t.last_title, u.locale),
    t.paid_until
  from app.users as u
  cross join lateral billing.subscriptions_of(u.id) as s
  cross join lateral billing.subscription_status(u.id, s.id, u.id) as t
  join billing.periods as p on p.subscription_id = s.id and p.number = s.period_number
  where u.id = app.user_of(p_telegram_id)
  order by s.id
$$;
comment on function api.subscriptions(bigint) is
  'Returns the subscriptions of a user that count, see billing.subscriptions_of, each as in api.home and api.access. granted_at: when its last period was bought or granted. Raises TK010 for an unknown user.';
