-- The first half of a change of plan: the unused value of what was paid goes back to who paid it, as it is now. The
-- time is taken back by the caller.
create or replace function billing.leave_plan(p_subscription billing.subscriptions, p_order billing.orders)
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  select billing.refund_period(
    p_subscription.id, u.number, u.amount, format('change:%s:%s', p_order.id, u.number),
    format('user:%s', p_order.user_id), 'change of plan'
  )
  from billing.unused_value(p_subscription.id, billing.quoted_at(p_order)) as u
  order by u.number
$$;
comment on function billing.leave_plan(billing.subscriptions, billing.orders) is
  'Gives back what a change of plan credits. The caller holds the locks, and ends what was left behind in the same transaction.';
