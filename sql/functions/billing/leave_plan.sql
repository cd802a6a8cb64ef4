-- The first half of a change of plan: the unused value of what was paid goes back to the balance, as it was
-- quoted, and the time is taken back. The status is that of one whose time is over until the new period is
-- granted, which is in the same transaction: nobody sees it, and no message carries it.
create or replace function billing.leave_plan(p_subscription billing.subscriptions, p_order billing.orders)
returns billing.subscriptions
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_actor text := format('user:%s', p_order.user_id);
begin
  perform billing.refund_period(
    p_subscription.id, u.number, u.amount, format('change:%s:%s', p_order.id, u.number), v_actor, 'change of plan'
  )
  from billing.unused_value(p_subscription.id, p_order.created_at) as u
  order by u.number;

  return billing.end_at(p_subscription.id, app.now(), v_actor, 'subscription.plan_left');
end
$$;
comment on function billing.leave_plan(billing.subscriptions, billing.orders) is
  'Gives back what a change of plan credits, and ends the subscription now; returns it. The caller holds the locks, and grants what the order is for in the same transaction.';
