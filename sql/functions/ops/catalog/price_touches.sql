-- By the plan, length and currency that each subscription renews at, as billing.renewal_offers finds its price.
create or replace function ops.price_touches(
  p_plan text,
  p_count integer,
  p_unit text,
  p_amount bigint,
  p_from timestamptz default null,
  p_currency text default null,
  p_keep_old boolean default null
)
returns table (
  old_amount bigint, currency text, subscribers bigint, renewing bigint, keeping bigint, next_charges bigint,
  next_charge timestamptz, paid_before bigint, paid_after bigint
)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  with asked as (
    select p.id as plan_id, coalesce(p_keep_old, p.grandfathers) as keeps_old, coalesce(p_from, app.now()) as at, coalesce(p_currency, billing.currency()) as currency
    from billing.plans as p
    where p.code = p_plan
  ),
  paying as (
    select
      s.ends_at,
      s.auto_renew and s.cancelled_at is null and s.ends_at >= a.at as renews,
      f.amount as pays,
      a.keeps_old and f.amount < p_amount as keeps
    from asked as a
    join billing.prices as r
      on r.plan_id = a.plan_id and r.period_count = p_count and r.period_unit = p_unit and r.currency = a.currency
    join billing.subscriptions as s on s.renewal_price_id = r.id and s.status = 'active'
    left join billing.current_prices as c
      on c.plan_id = a.plan_id and c.period_count = p_count and c.period_unit = p_unit and c.currency = a.currency
    left join lateral billing.prices_for(array[s.user_id], array[c.price_id], true, array[s.id]) as f on true
  )

  select
    (
      select r.amount
      from billing.prices as r
      where r.plan_id = a.plan_id and r.period_count = p_count and r.period_unit = p_unit
        and r.currency = a.currency and r.valid @> a.at
    ),
    a.currency,
    count(y.ends_at),
    count(y.ends_at) filter (where y.renews),
    count(y.ends_at) filter (where y.renews and y.keeps),
    count(y.ends_at) filter (where y.renews and y.ends_at < a.at + interval '30 days'),
    min(y.ends_at) filter (where y.renews),
    coalesce(sum(y.pays) filter (where y.renews and y.ends_at < a.at + interval '30 days'), 0)::bigint,
    coalesce(
      sum(case when y.keeps then y.pays else p_amount end)
      filter (where y.renews and y.ends_at < a.at + interval '30 days'),
      0
    )::bigint
  from asked as a
  left join paying as y on true
  group by a.plan_id, a.at, a.currency
$$;
comment on function ops.price_touches(text, integer, text, bigint, timestamptz, text, boolean) is
  'Returns whom ops.change_price with these arguments would concern: old_amount, the list price until then (null: not sold at this length); how many renew at it, how many automatically after p_from, how many of those keep paying what they pay (p_keep_old; null: as the plan says), how many are charged within 30 days of p_from, when the first is, and what these pay in total before the change and at most after it (minor units of currency). No row for an unknown plan. Costs a millisecond for each subscription at this price.';
