-- A user with automatic renewal and a saved payment method keeps access: it is tried. Cost: a pass over subscriptions.
create or replace view ops.broken_promises_of_methods as
with since as materialized (
  select greatest((app.setting('promises_since') #>> '{}')::timestamptz, app.now() - interval '31 days') as at
)

select
  'who_can_pay_keeps_access' as promise,
  format('subscription %s ended and no payment method was charged', s.id) as subject
from ops.recent_ends as s
cross join lateral billing.renewal_offer(s.user_id, s.renewal_price_id, p_subscription_id => s.id) as o
where s.auto_renew
  and s.cancelled_at is null
  and s.expires_at > (select n.at from since as n)
  and least(o.amount, billing.kept_amount(s.subscription, o.price_id)) <= s.announced_amount
  and app.flag('auto_renewal')
  and app.flag('method_charges')
  and exists (
    select
    from billing.payment_methods as m
    join billing.providers as p on p.name = m.provider and billing.remembers(p)
    where m.user_id = s.user_id
      and m.kind = 'saved'
      and num_nulls(m.removed_at, m.failed_at) = 2
      and m.created_at < s.ends_at - interval '1 day'
      and (billing.asked_by(p, o.amount, o.currency)).amount is not null
  )
  and not exists (
    select
    from billing.invoices as i
    where i.subscription_id = s.id and i.period_number = s.period_number and not i.unsent
  );
comment on view ops.broken_promises_of_methods is
  'Cases of the last month that break ops.customer_promises in access that ended although no saved payment method was tried. Part of ops.broken_promises_of_access. Empty if all is well.';
