create or replace view ops.discounts as
select
  q.id,
  q.user_id,
  q.kind,
  q.percent,
  q.amount,
  q.currency,
  p.code as plan,
  q.period_count,
  q.period_unit,
  q.adds_up,
  lower(q.valid) as valid_from,
  upper(q.valid) as valid_until,
  q.valid @> app.now() as is_valid
from billing.personal_prices as q
left join billing.plans as p on p.id = q.plan_id;
comment on view ops.discounts is 'What some people pay less: percent off, or an amount instead of the price.';
comment on column ops.discounts.id is 'The row of billing.personal_prices.';
comment on column ops.discounts.user_id is 'Who pays less.';
comment on column ops.discounts.kind is 'personal (by hand), vip, or offer (of a notice or the game).';
comment on column ops.discounts.percent is 'Percent off; null where amount is the price.';
comment on column ops.discounts.amount is
  'Price instead of the one on offer, minor units of currency; null for percent.';
comment on column ops.discounts.currency is 'Of amount; null for percent.';
comment on column ops.discounts.plan is 'Code of the plan that is cheaper; null: all.';
comment on column ops.discounts.period_count is 'With period_unit the length that is cheaper; null: every length.';
comment on column ops.discounts.period_unit is 'day or month; null: every length.';
comment on column ops.discounts.adds_up is
  'Whether it comes on top of others; of those that do not, the best one counts.';
comment on column ops.discounts.valid_from is 'From when it holds, UTC; null for always so far.';
comment on column ops.discounts.valid_until is 'Until when, UTC; null: until it is removed.';
comment on column ops.discounts.is_valid is 'Whether it holds now.';
