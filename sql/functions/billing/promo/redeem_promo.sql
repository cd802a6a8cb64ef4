-- The order was quoted while the code fitted. So a payment that is late buys at that price as long as a use can still
-- be had, also after the code's last day. A code that the owner retired gives no new use.
create or replace function billing.redeem_promo(p_order billing.orders) returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_use billing.promo_uses;
begin
  if p_order.promo_code_id is null then
    return true;
  end if;
  perform from billing.promo_uses as u where u.order_id = p_order.id and u.state = 'reserved' for no key update;
  if not found then
    if not billing.reserve_promo(p_order.user_id, p_order.promo_code_id, p_order.id) then
      return false;
    end if;
  end if;

  update billing.promo_uses as u
  set
    state = 'redeemed', redeemed_at = app.now(),
    -- A gift is not renewed.
    renewals_left = case when p_order.kind = 'gift' then 0 else c.renewals end
  from billing.promo_codes as c
  where u.order_id = p_order.id and u.state = 'reserved' and c.id = u.code_id
  returning u.* into v_use;
  delete from billing.promo_choices as h
  using billing.promo_codes as c
  where h.user_id = v_use.user_id
    and h.code_id = v_use.code_id
    and c.id = v_use.code_id
    and c.uses_per_user <= (
      select count(*)
      from billing.promo_uses as u
      where u.code_id = c.id and u.user_id = v_use.user_id and u.state = 'redeemed'
    );
  perform app.record(
    format('user:%s', v_use.user_id), 'promo_code.redeemed', 'order', p_order.id, null,
    jsonb_build_object('code_id', v_use.code_id, 'discount', p_order.discount, 'currency', p_order.currency)
  );
  return true;
end
$$;
comment on function billing.redeem_promo(billing.orders) is
  'Redeems the use of a promo code that an order has reserved, or one that can be had now, in the transaction of the purchase; true also for an order without a code. False when there is none left: then nothing may be charged. The caller holds the user''s locks and the order.';
