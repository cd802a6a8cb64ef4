-- A Star subscription costs the same each month, and its month has 30 days. So it is offered for periods of that
-- length, at the price of renewing them, and not to a user who has one already.
create or replace function billing.monthly_offer(p_user_id bigint, p_order_token uuid)
returns table (provider text, amount bigint, currency text, credited_amount bigint)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select p.name, a.amount, a.currency, w.amount
  from billing.orders as o
  join billing.prices as r on r.id = o.price_id and (r.period_count, r.period_unit) = (30, 'day')
  cross join lateral billing.renewal_offer(o.user_id, r.id, p_subscription_id => o.subscription_id) as f
  cross join lateral (select greatest(f.amount, o.amount - o.credit) as amount) as w
  join billing.providers as p on p.enabled and p.can @> array['page', 'subscription']
  cross join lateral billing.asked_by(p, w.amount, o.currency) as a
  where o.token = p_order_token
    and o.user_id = p_user_id
    and o.kind in ('purchase', 'renewal')
    and f.currency = o.currency
    and a.amount <= 10000
    and not outbox.is_closed('payment', p.name)
    and not exists (
      select
      from billing.payment_methods as m
      where m.user_id = p_user_id
        and m.kind = 'subscription'
        and num_nulls(m.removed_at, m.failed_at, m.stopped_at) = 3
    )
  order by p.position
  limit 1
$$;
comment on function billing.monthly_offer(bigint, uuid) is
  'Returns what a provider would charge a user automatically each month for an order: amount in minor units of currency, and what the balance grows by, in minor units of the order''s currency; no row if this is not possible.';
