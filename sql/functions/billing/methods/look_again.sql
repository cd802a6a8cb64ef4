create or replace function billing.look_again(p_subscription_id bigint) returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  update billing.subscriptions as s
  set renew_at = app.now()
  where s.id = p_subscription_id
    and s.status = 'active'
    and s.auto_renew
    and s.cancelled_at is null
    and s.renewal_price_id is not null
$$;
comment on function billing.look_again(bigint) is
  'Makes auto-renewal look at a subscription at once, because what it waited for did not come. The caller holds its lock.';
