-- A user who has to choose again continues where he had chosen: a gift or one more subscription is not among his own
-- plans.
create or replace function billing.choose_again_button(p_order billing.orders) returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
    'text', 'button-buy',
    'data', case
      when p_order.kind = 'gift' then 'go:gift'
      when p_order.opens_new then 'go:another'
      else billing.button_for(p_order.subscription_id, 'go:plans')
    end
  )
$$;
comment on function billing.choose_again_button(billing.orders) is
  'Returns the button of a notice that leads to the plans for what this order was for: a gift, one more subscription, or a subscription that it named.';
