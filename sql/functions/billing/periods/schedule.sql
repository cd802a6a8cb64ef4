-- Derives from the end of a subscription, and from whether it may be renewed, until when access is kept and when the
-- renewal job looks at it. That is immediately if the charge should have been announced by now and the announcement
-- is no longer valid. Called whenever one of these inputs changes.
create or replace function billing.schedule(p_subscription_id bigint) returns billing.subscriptions
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  update billing.subscriptions as s
  set
    expires_at = case
      when renewable.yes then greatest(s.ends_at, s.charge_from) + billing.grace() else s.ends_at
    end,
    renew_at = case
      when not renewable.yes then null
      when s.unannounced and app.now() >= s.ends_at - interval '72 hours' then app.now()
      else billing.next_attempt(s.ends_at, app.now())
    end
  from (
    select r.id, r.status = 'active' and r.cancelled_at is null and r.renewal_price_id is not null as yes
    from billing.subscriptions as r
    where r.id = p_subscription_id
  ) as renewable
  where s.id = renewable.id
  returning s.*
$$;
comment on function billing.schedule(bigint) is
  'Sets expires_at (the end, plus the grace if it may be renewed, or more when a charge was announced late) and renew_at of a subscription, and returns it. The caller holds its lock and calls vpn.desire.';
