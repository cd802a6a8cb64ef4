-- The first half of a change of plan: the unused value goes back to the person who paid it, as of now. The user who
-- changes his plan sees it on the order; another payer is told. The caller removes the time.
create or replace function billing.leave_plan(p_subscription billing.subscriptions, p_order billing.orders)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_unused record;
begin
  for v_unused in
    select u.number, u.amount, u.payer_id
    from billing.unused_value(p_subscription.id, billing.quoted_at(p_order)) as u
    order by u.number
  loop
    perform billing.refund_period(
      p_subscription.id, v_unused.number, v_unused.amount, format('change:%s:%s', p_order.id, v_unused.number),
      format('user:%s', p_order.user_id), 'change of plan'
    );
    if v_unused.payer_id <> p_order.user_id then
      perform billing.give_up(v_unused.payer_id);
      perform billing.notify_operation(
        v_unused.payer_id, 'refunded-change-gift', null, v_unused.amount, p_order.currency, p_subscription.id
      );
      -- It comes unasked, so no renewal takes it unannounced.
      perform billing.unannounce(s.id)
      from billing.subscriptions as s
      where s.user_id = v_unused.payer_id and s.status = 'active';
    end if;
  end loop;
end
$$;
comment on function billing.leave_plan(billing.subscriptions, billing.orders) is
  'Refunds what a change of plan credits. The caller holds the locks, and ends the old plan in the same transaction.';
