-- What automatic renewal will do next, as it stands now: the price is the one on offer today, and what is overdue
-- is done at the next tick.
create or replace function billing.next_charge(
  p_subscription billing.subscriptions,
  out at timestamptz,
  out amount bigint,
  out currency text,
  out plan_title jsonb,
  out period_count integer,
  out period_unit text
)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select
    greatest(p_subscription.ends_at - interval '24 hours', p_subscription.renew_at, app.now()),
    o.amount,
    o.currency,
    o.title,
    o.period_count,
    o.period_unit
  from billing.renewal_offer(p_subscription.renewal_price_id) as o
  where p_subscription.auto_renew
    and p_subscription.renew_at is not null
    and o.price_id is not null
$$;
comment on function billing.next_charge(billing.subscriptions) is
  'When the balance will be charged for the next period (UTC), how much (minor units) and what for; nulls when automatic renewal is off, the subscription is cancelled or over, or there is nothing to renew.';
