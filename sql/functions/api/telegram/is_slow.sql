create or replace function api.is_slow(p_telegram_id bigint, p_subscription_id bigint default null)
returns table (is_slow boolean)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(p.created_at < app.now() - interval '15 seconds', false)
  from (values (app.user_of(p_telegram_id))) as u (id)
  cross join lateral billing.shown_subscription(u.id, p_subscription_id) as s
  left join billing.periods as p on p.subscription_id = s.id and p.number = s.period_number
$$;
comment on function api.is_slow(bigint, bigint) is
  'Whether the last delivery of a subscription (billing.shown_subscription) is waiting for longer than usual while there is no key yet. Raises TK010 for an unknown user.';
