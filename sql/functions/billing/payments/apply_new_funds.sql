-- New money goes to what waits for it: first to what it was paid for, or else to what the user chose last, then to a
-- renewal that the balance was short for. Money that was charged for a renewal buys nothing else. Each step has its
-- own subtransaction, because the money has arrived whatever fails. What fails is tried again: an order by the job
-- buy_waiting, as is the renewal of what has ended, and another renewal by its own job. Only losing a race for locks
-- reaches the caller, who repeats everything.
create or replace function billing.apply_new_funds(
  p_user_id bigint,
  p_answered boolean default false,
  p_order_id bigint default null,
  p_subscription_id bigint default null,
  out fulfilled_order_id bigint,
  out renewed boolean
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_order billing.orders := case when p_subscription_id is null then billing.waiting_order(p_user_id, p_order_id) end;
begin
  renewed := false;
  begin
    if v_order.id is not null then
      fulfilled_order_id := billing.buy_cart(v_order, p_answered);
    end if;
    perform billing.stop_monthly(p_order_id) where fulfilled_order_id is distinct from p_order_id;
  exception when others then
    if sqlstate in ('40001', '40P01', '55P03') then
      raise;
    end if;
    perform billing.buy_later(v_order, sqlstate, sqlerrm);
    perform app.record(
      'system', 'payment.cart_failed', 'user', p_user_id, null,
      jsonb_build_object('step', 'cart', 'sqlstate', sqlstate, 'error', sqlerrm)
    );
  end;
  begin
    renewed := coalesce(billing.renew_now(p_user_id, p_subscription_id) = 'renewed', false);
  exception when others then
    if sqlstate in ('40001', '40P01', '55P03') then
      raise;
    end if;
    perform app.record(
      'system', 'payment.cart_failed', 'user', p_user_id, null,
      jsonb_build_object('step', 'renewal', 'sqlstate', sqlstate, 'error', sqlerrm)
    );
    perform billing.renew_later(p_subscription_id, sqlstate, sqlerrm);
    perform billing.renew_soon(billing.renewable_now(p_user_id));
  end;
end
$$;
comment on function billing.apply_new_funds(bigint, boolean, bigint, bigint) is
  'Is called with the user''s locks held when a user''s balance has grown by money from outside or by hand. p_order_id: the order that the money was paid for, null for none (where it is never bought, Telegram charges no further month for it); p_subscription_id: the subscription that it renews, null for none. fulfilled_order_id: the waiting order that was bought, null for none; renewed: whether a renewal was paid. p_answered: a screen tells the user what was bought, else a notice does. A failure is audited as payment.cart_failed, leaves the balance as it is, and is tried again later. Raises 40001, 40P01 and 55P03: the caller repeats everything.';
