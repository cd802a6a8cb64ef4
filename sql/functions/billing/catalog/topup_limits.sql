-- The owner's limits, narrowed to what the least restrictive provider takes: an amount that only some take is offered
-- by those. Where there is only one way to pay, an amount that it refused counts as well: a tenth beyond it, because
-- nobody knows how far beyond is enough, for a day, because rates change in days. An unavailable provider counts for
-- ten minutes, because a key is replaced in minutes.
create or replace function billing.topup_limits(
  p_currency text default null,
  out min_amount bigint, out max_amount bigint, out available boolean
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_currency constant text := coalesce(p_currency, billing.currency());
  v_unit constant bigint := billing.whole_unit(v_currency)::bigint;
  v_ways record;
begin
  select
    greatest(
      b.min_amount,
      ceil(max(r.amount) filter (where r.kind = 'too_small') * 1.1 / v_unit) * v_unit
    )::bigint,
    least(
      b.max_amount,
      floor(min(r.amount) filter (where r.kind = 'too_great') * 0.9 / v_unit) * v_unit
    )::bigint,
    app.flag('topups') and count(*) filter (where r.kind = 'unavailable' and r.at > app.now() - interval '10 minutes') = 0
  into min_amount, max_amount, available
  from (values (v_currency)) as u (currency)
  cross join lateral billing.topup_bounds(u.currency) as b
  left join billing.invoice_refusals as r
    on r.currency = u.currency
    and r.at > app.now() - interval '24 hours'
    and not exists (
      select
      from billing.providers as p
      where p.enabled
        and 'page' = any (p.can)
        and p.name <> r.provider
        and coalesce(p.currency, u.currency) = u.currency
    )
  group by b.min_amount, b.max_amount;

  -- In the currency of the balance, where the provider takes another one: its bounds at the rate, inwards.
  select
    min(coalesce(ceil(b.min_amount::numeric * r.amount / r.paid), 0))::bigint as least_amount,
    max(coalesce(floor(b.max_amount::numeric * r.amount / r.paid), 9223372036854775807))::bigint as most_amount
  into v_ways
  from billing.providers as p
  cross join lateral (
    select q.amount, q.paid
    from billing.rates as q
    where q.currency = v_currency and q.paid_in = p.currency
    union all
    select 1, 1 where coalesce(p.currency, v_currency) = v_currency
  ) as r
  cross join lateral billing.bounds_of(p, coalesce(p.currency, v_currency)) as b
  where p.enabled and 'page' = any (p.can) and b.taken;
  min_amount := greatest(min_amount, ceil(v_ways.least_amount::numeric / v_unit) * v_unit)::bigint;
  max_amount := least(max_amount, floor(v_ways.most_amount::numeric / v_unit) * v_unit)::bigint;
end
$$;
comment on function billing.topup_limits(text) is
  'Returns the least and the greatest top-up that is possible now, in minor units of p_currency (null: the shop''s), and whether top-ups are possible at all.';
