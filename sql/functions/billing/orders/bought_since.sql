create or replace function billing.bought_since(p_order billing.orders) returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if p_order.kind = 'gift' then
    return exists (
      select from billing.gifts as g where g.payer_id = p_order.user_id and g.created_at > p_order.created_at
    );
  end if;
  return exists (
    select
    from billing.subscriptions as s
    join billing.periods as p on p.subscription_id = s.id
    where s.user_id = p_order.user_id
      and case
        when p_order.subscription_id is not null then s.id = p_order.subscription_id
        when p_order.opens_new then s.created_at > p_order.created_at
        else true
      end
      and p.kind = 'paid'
      and p.created_at > p_order.created_at
  );
end
$$;
comment on function billing.bought_since(billing.orders) is
  'Whether, since an order was opened, something was bought for its subscription; for an order that opens a subscription, whether something was bought for one opened since, and for a gift, whether another gift was.';
