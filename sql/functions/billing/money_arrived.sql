-- What waits for money gets it: first what the user had chosen, then a renewal that the balance was short for.
-- Each in a subtransaction of its own, because whatever is wrong with it, the money has arrived.
create or replace function billing.money_arrived(
  p_user_id bigint,
  p_answered boolean default false,
  out fulfilled_order_id bigint,
  out renewed boolean
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  renewed := false;
  begin
    fulfilled_order_id := billing.buy_cart(p_user_id, p_answered);
  exception when others then
    perform app.record(
      'system', 'payment.cart_failed', 'user', p_user_id, null,
      jsonb_build_object('step', 'cart', 'sqlstate', sqlstate, 'error', sqlerrm)
    );
  end;
  begin
    renewed := coalesce(billing.renew_now(p_user_id) = 'renewed', false);
  exception when others then
    perform app.record(
      'system', 'payment.cart_failed', 'user', p_user_id, null,
      jsonb_build_object('step', 'renewal', 'sqlstate', sqlstate, 'error', sqlerrm)
    );
  end;
end
$$;
comment on function billing.money_arrived(bigint, boolean) is
  'To be called when a user''s balance has grown by money from outside or by hand, with the user''s locks held. fulfilled_order_id: the order that was waiting and is bought now, null for none; renewed: whether a renewal was paid. p_answered: a screen tells the user what was bought, else a notice does. A failure is audited as payment.cart_failed and leaves the balance as it is.';
