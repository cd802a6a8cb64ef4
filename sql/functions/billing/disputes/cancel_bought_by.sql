create or replace function billing.cancel_bought_by(
  p_user_id bigint, p_until timestamptz, p_actor text, p_reason text
) returns boolean
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(bool_or(c.outcome = 'cancelled'), false)
  from billing.subscriptions as s
  cross join lateral billing.cancel(p_user_id, p_actor, p_reason, s.id) as c
  where s.user_id = p_user_id
    and s.status = 'active'
    and s.cancelled_at is null
    and not exists (
      select
      from billing.paid_periods as p
      join billing.periods as bought on bought.subscription_id = p.subscription_id and bought.number = p.number
      where p.subscription_id = s.id
        and bought.created_at > p_until
        and p.refunded < p.charged
        and coalesce(p.closed_at, p.ends_at) > app.now()
    )
$$;
comment on function billing.cancel_bought_by(bigint, timestamptz, text, text) is
  'Cancels a user''s active subscriptions, except those for which something running or coming was bought after p_until; returns whether it cancelled any. The caller holds the user''s locks.';
