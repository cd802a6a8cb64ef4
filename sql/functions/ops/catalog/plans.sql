create or replace view ops.plans as
with having_it as (
  select
    o.plan_id,
    count(*) as subscribers,
    count(*) filter (where o.auto_renew and o.cancelled_at is null and o.renewal_price_id is not null) as renewing
  from billing.subscriptions as o
  where o.status = 'active'
  group by o.plan_id
),

costs as (
  select
    o.plan_id,
    jsonb_agg(
      jsonb_build_object(
        'count', o.period_count, 'unit', o.period_unit, 'amount', o.amount, 'currency', o.currency,
        'from', case when lower(o.valid) > app.now() then lower(o.valid) end
      ) order by o.currency, billing.period_days(o.period_count, o.period_unit), lower(o.valid)
    ) as prices
  from billing.prices as o
  where (upper(o.valid) > app.now()) is not false
  group by o.plan_id
)

select
  p.code as plan,
  p.title,
  p.benefits,
  p.active,
  p.renewable,
  p.grandfathers,
  p.device_limit,
  p.data_limit_bytes,
  p.traffic_reset,
  p.traffic_carry_over,
  p.panels,
  p.places,
  p.grace_access,
  p.version,
  v.valid_from,
  coalesce(s.subscribers, 0) as subscribers,
  coalesce(s.renewing, 0) as renewing,
  to_jsonb(p.code) = app.setting('trial_plan') as of_trials,
  coalesce(r.prices, '[]') as prices
from billing.plans as p
join billing.plan_versions as v on v.plan_id = p.id and v.version = p.version
left join having_it as s on s.plan_id = p.id
left join costs as r on r.plan_id = p.id
order by p.position, p.id;
comment on view ops.plans is
  'Plans with what they give (since valid_from to those who buy or renew them; a running period keeps the version that it was sold with), how many have them and renew them automatically, and their prices now and planned ones (from: UTC, null for now; minor units). Changed by ops.add_plan(), edit_plan(), change_price(), retire_plan().';
