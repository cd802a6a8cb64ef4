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
  'Plans with what they give, how many have them, and what they cost. Changed by ops.add_plan(), edit_plan(), change_price(), retire_plan().';
comment on column ops.plans.plan is 'Its code, which these functions take.';
comment on column ops.plans.title is 'Name by language.';
comment on column ops.plans.benefits is 'One line of benefits by language.';
comment on column ops.plans.active is 'Whether it is sold to those who do not have it.';
comment on column ops.plans.renewable is 'Whether those who have it may have it for another period.';
comment on column ops.plans.grandfathers is
  'Whether those who have it go on paying what it cost when they began, if it costs more now.';
comment on column ops.plans.device_limit is 'Devices at a time; null for no limit.';
comment on column ops.plans.data_limit_bytes is 'Traffic in bytes until it is counted anew; null for no limit.';
comment on column ops.plans.traffic_reset is 'When traffic is counted anew: period, month or never.';
comment on column ops.plans.traffic_carry_over is 'Whether unused traffic is kept, so that the limit grows instead.';
comment on column ops.plans.panels is 'On how many panels its access is.';
comment on column ops.plans.places is 'Where it may be: countries and panels by their code; null for anywhere.';
comment on column ops.plans.grace_access is 'What access is during the grace: full or restricted.';
comment on column ops.plans.version is
  'Counts the changes of what it gives; a running period keeps the version that it was sold with.';
comment on column ops.plans.valid_from is 'Since when it gives this to those who buy or renew it, business time, UTC.';
comment on column ops.plans.subscribers is 'How many subscriptions of it are active.';
comment on column ops.plans.renewing is 'How many of these renew by themselves.';
comment on column ops.plans.of_trials is 'Whether trials give it (setting trial_plan).';
comment on column ops.plans.prices is
  'Prices now and planned ones, [{count, unit, amount (minor units), currency, from (UTC, null for now)}].';
