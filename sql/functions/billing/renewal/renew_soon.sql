-- During the grace, the next attempt would be when access ends. Nobody is restricted meanwhile, see billing.grace_of.
create or replace function billing.renew_soon(p_subscription_ids bigint[]) returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  update billing.subscriptions as s
  set
    renew_at = least(s.renew_at, app.now()),
    begin_at = case when s.ends_at <= app.now() then app.now() else s.begin_at end
  where s.id = any (p_subscription_ids)
$$;
comment on function billing.renew_soon(bigint[]) is
  'Makes these subscriptions due: their renewal could be paid for but failed, so the job retries it. The caller holds their locks.';
