-- A caller who reports a payment again, because the first answer was lost, gets the same answer. The transaction that
-- booked the money also wrote what it bought, so both have the same business time.
create or replace function billing.bought_with(p_payment billing.payments)
returns table (plan_title jsonb, ends_at timestamptz, renewed boolean)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select
    (array_agg(billing.title_of(s.id, l.title, p_payment.user_id)) filter (where p.order_id is not null))[1],
    max(s.ends_at) filter (where p.order_id is not null),
    coalesce(bool_or(p.order_id is null), false)
  from billing.subscriptions as s
  join billing.periods as p on p.subscription_id = s.id
  join billing.prices as r on r.id = p.price_id
  join billing.plans as l on l.id = r.plan_id
  left join billing.orders as o on o.id = p.order_id
  where s.user_id = p_payment.user_id
    and p.kind = 'paid'
    and p.created_at = p_payment.received_at
    and coalesce(o.user_id, s.user_id) = p_payment.user_id
$$;
comment on function billing.bought_with(billing.payments) is
  'Returns what a payment bought when it arrived: plan_title of the order that waited for it and ends_at (UTC) of the subscription now, null for none; renewed: whether it paid a renewal.';
