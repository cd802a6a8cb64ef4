-- Which anchor gives the end of what is left when the rest is taken off: that of the earliest period from which
-- periods of one length lead there without a break. So whoever paid on 31 January and gave back what began on
-- 28 February pays until 31 March when he comes back.
create or replace function billing.anchor_of(
  p_subscription billing.subscriptions,
  p_end timestamptz,
  out anchor_at timestamptz,
  out anchor_number integer
)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  with kept as (
    select
      p.starts_at,
      least(coalesce(p.closed_at, p.ends_at), p_end) as ends_at,
      r.period_count,
      r.period_unit,
      row_number() over (order by p.number desc)::integer as back
    from billing.periods as p
    left join billing.prices as r on r.id = p.price_id
    where p.subscription_id = p_subscription.id
      and p.closed_at is distinct from p.starts_at
      and p.starts_at < p_end
  ),

  alike as (
    select
      k.starts_at,
      k.back,
      bool_and((k.period_count, k.period_unit) = (l.period_count, l.period_unit)) over (order by k.back) as same,
      billing.add_periods(k.starts_at, k.back, l.period_count, l.period_unit) = l.ends_at as leads_there
    from kept as k
    cross join (select k.* from kept as k where k.back = 1) as l
  )

  select
    coalesce(min(a.starts_at), p_subscription.anchor_at),
    coalesce(p_subscription.period_number + 1 - max(a.back), p_subscription.anchor_number)
  from alike as a
  where a.same and a.leads_there
$$;
comment on function billing.anchor_of(billing.subscriptions, timestamptz) is
  'Anchor of a subscription (see billing.subscriptions) as if it ended at p_end, UTC; the one that it has when no period leads there.';
