-- Between a quote and its payment, the subscription may have been renewed, changed, refunded or extended. Then a
-- quote for a change no longer holds, whereas a period of the same plan is granted at the end, wherever that is. An
-- order that opens a subscription holds while another one is allowed. If it was to be the first one and there are
-- several by now, it is unclear which one it is for.
create or replace function billing.order_holds(p_order billing.orders, p_subscription billing.subscriptions)
returns boolean
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select case p_order.kind
    when 'change' then
      billing.offer_kind(p_subscription, o) = 'change'
      and (
        billing.quoted_at(p_order) > p_order.created_at
        or p_order.credit = (
          select coalesce(sum(u.amount), 0)
          from billing.unused_value(p_subscription.id, p_order.created_at) as u
          where u.payer_id = p_order.user_id
        )
      )
      and not exists (
        select
        from billing.periods as p
        where p.subscription_id = p_subscription.id and p.created_at > p_order.created_at
      )
    when 'gift' then true
    else billing.offer_kind(p_subscription, o) in ('purchase', 'renewal')
      and (
        p_subscription.id is not null
        or p_order.opens_new and billing.may_open_subscription(p_order.user_id)
        or billing.why_no_subscription(p_order.user_id, p_order.subscription_id) is null
      )
  end
  from billing.offer_of_order(p_order, p_subscription) as o
  where o.price_id is not null
$$;
comment on function billing.order_holds(billing.orders, billing.subscriptions) is
  'Whether paying an order for p_subscription (billing.subscription_of_order) would still do what was quoted; null when it is no longer on offer at its price. The caller holds the locks.';
