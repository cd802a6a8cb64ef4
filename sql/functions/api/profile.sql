create or replace function api.profile(p_telegram_id bigint) returns table (
  user_id bigint,
  status text,
  is_trial boolean,
  plan_title text,
  ends_at timestamptz,
  balance bigint,
  currency text,
  created_at timestamptz,
  locale text
)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select
    u.id,
    s.status,
    s.is_trial,
    billing.in_language(s.plan_title, u.locale),
    s.ends_at,
    billing.balance_of(u.id, billing.currency()),
    billing.currency(),
    u.created_at,
    u.locale
  from app.users as u
  cross join lateral billing.standing(u.id) as s
  where u.id = app.user_of(p_telegram_id)
$$;
comment on function api.profile(bigint) is
  'What the profile shows; status as in api.home, balance in minor units. Raises TK010 for an unknown user.';
