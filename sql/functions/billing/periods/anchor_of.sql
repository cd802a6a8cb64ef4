-- Returns the anchor that gives the new end after time was removed: the start of the earliest period from which
-- periods of one length lead to that end without a gap. So a user who paid on 31 January and was refunded what began
-- on 28 February pays until 31 March when he comes back.
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
  'Returns the anchor of a subscription (see billing.subscriptions) as if it ended at p_end, UTC; its current anchor when no period leads there.';
