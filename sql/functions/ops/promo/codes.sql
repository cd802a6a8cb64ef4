-- What each promo code has brought and cost. Money of purchases with it: what was charged, less what was refunded.
create or replace view ops.codes as
select
  c.code,
  c.batch,
  c.kind,
  c.percent,
  c.amount,
  c.currency,
  c.days,
  c.hours,
  c.audience,
  (select array_agg(l.code order by l.position, l.id) from billing.plans as l where array[l.id] <@ c.plan_ids) as plans,
  c.lengths,
  c.first_only,
  c.min_amount,
  c.adds_up,
  c.renewals,
  c.max_uses,
  c.uses_per_user,
  coalesce(u.redeemed, 0) as redeemed,
  coalesce(u.reserved, 0) as reserved,
  coalesce(u.returned, 0) as returned,
  coalesce(u.revenue, 0)::bigint as revenue,
  coalesce(u.discount, 0)::bigint as discount,
  coalesce(u.given, 0)::bigint as given,
  coalesce(u.given_days, 0) as given_days,
  lower(c.valid) as valid_from,
  upper(c.valid) as valid_until,
  c.retired_at,
  c.retired_at is null and c.valid @> app.now() and c.uses < coalesce(c.max_uses, 2147483647) as is_usable,
  c.id
from billing.promo_codes as c
left join lateral (
  select
    count(*) filter (where s.state = 'redeemed') as redeemed,
    count(*) filter (where s.state = 'reserved') as reserved,
    count(*) filter (where s.state = 'returned') as returned,
    sum(p.charged - p.refunded) as revenue,
    sum(case when p.charged > 0 then o.discount * (p.charged - p.refunded) / p.charged end) as discount,
    sum(case when s.transfer_id is not null and s.taken_back_at is null then c.amount end) as given,
    sum(case when s.period_number is not null and s.taken_back_at is null then coalesce(c.days, c.hours / 24) end)
      as given_days
  from billing.promo_uses as s
  left join billing.orders as o on o.id = s.order_id and s.state <> 'reserved'
  left join billing.periods as q on q.order_id = o.id
  left join billing.paid_periods as p on (p.subscription_id, p.number) = (q.subscription_id, q.number)
  where s.code_id = c.id
) as u on true;
comment on view ops.codes is
  'Promo codes: what they give and to whom (billing.promo_codes), how often they were redeemed, are reserved by open orders and were returned, the revenue of purchases with them and the discount on it (minor units; refunds are taken off both), what they gave as bonus (minor units of currency) and as days, less what was taken back, whether they can be used now, and the id of the row.';
