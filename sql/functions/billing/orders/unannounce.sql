-- The announcement of the next charge is no longer valid. The charge must be announced again before it is made, and
-- immediately if the time of the announcement has passed.
-- What was not told yet is forgotten: it counts for nothing.
create or replace function billing.unannounce(p_subscription_id bigint) returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  update billing.subscriptions as s
  set
    unannounced = true,
    charge_from = null,
    renewal_price_id = coalesce(s.told_price_id, s.renewal_price_id),
    announced_amount = case when s.told_price_id is null then s.announced_amount else s.told_amount end,
    told_price_id = null,
    told_amount = null,
    renew_at = case
      when s.renew_at is not null and app.now() >= s.ends_at - interval '72 hours' then app.now() else s.renew_at
    end
  where s.id = p_subscription_id;

  delete from billing.notices as n
  using billing.subscriptions as s
  where s.id = p_subscription_id
    and n.subscription_id = s.id
    and n.period_number = s.period_number
    and n.kind in ('announced', 'price_risen');
$$;
comment on function billing.unannounce(bigint) is
  'Requires the next charge of a subscription to be announced again before it is made. The caller holds its lock.';
