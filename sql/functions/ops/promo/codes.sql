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
  'Promo codes: what they give and to whom, what they have brought and cost, and whether they can be used now. Refunds are taken off.';
comment on column ops.codes.code is 'As people enter it, in capitals.';
comment on column ops.codes.batch is 'The prefix of codes that were made together; null for one that was made alone.';
comment on column ops.codes.kind is 'percent, amount, days, balance or trial: what it gives, see billing.promo_codes.';
comment on column ops.codes.percent is 'Percent off, of kind percent; null otherwise.';
comment on column ops.codes.amount is 'Off the price, or bonus, minor units of currency; null for other kinds.';
comment on column ops.codes.currency is 'Of amount and min_amount: the code is for those who pay in it; null: any.';
comment on column ops.codes.days is 'Free days, of kind days; null otherwise.';
comment on column ops.codes.hours is 'How long the trial is, of kind trial; null otherwise.';
comment on column ops.codes.audience is 'Whom it is for: all, new, paid or subscribers.';
comment on column ops.codes.plans is 'Codes of the plans that it makes cheaper; null: all.';
comment on column ops.codes.lengths is 'Lengths that it makes cheaper, such as {"30 day"}; null: all.';
comment on column ops.codes.first_only is 'Whether it is for the first purchase of a person only.';
comment on column ops.codes.min_amount is 'Least list price that it makes cheaper, minor units of currency; null: any.';
comment on column ops.codes.adds_up is 'Whether it comes on top of other discounts; else the best one counts.';
comment on column ops.codes.renewals is 'How many automatic renewals after the purchase it makes cheaper as well.';
comment on column ops.codes.max_uses is 'How often it may be used by all together; null: any number.';
comment on column ops.codes.uses_per_user is 'How often it may be used by one person.';
comment on column ops.codes.redeemed is 'How often it was redeemed and not returned.';
comment on column ops.codes.reserved is 'How often it is reserved by an open order.';
comment on column ops.codes.returned is 'How often a use was returned.';
comment on column ops.codes.revenue is 'What was charged for purchases with it, refunds taken off, minor units.';
comment on column ops.codes.discount is 'By what these were cheaper, of the part that was not refunded, minor units.';
comment on column ops.codes.given is 'What it gave as bonus and was not taken back, minor units of currency.';
comment on column ops.codes.given_days is 'Days that it gave and that were not taken back.';
comment on column ops.codes.valid_from is 'From when it can be entered, UTC; null for always so far.';
comment on column ops.codes.valid_until is 'Until when, UTC; null for no end.';
comment on column ops.codes.retired_at is 'When it was withdrawn, business time, UTC; null: it was not.';
comment on column ops.codes.is_usable is 'Whether somebody can enter it now.';
comment on column ops.codes.id is 'The row of billing.promo_codes.';
