create or replace function ops.change_price(
  p_plan text,
  p_count integer,
  p_unit text,
  p_amount bigint,
  p_from timestamptz default null,
  p_currency text default null
) returns jsonb
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_strip_nulls(to_jsonb(c))
  from billing.change_price(p_plan, p_count, p_unit, p_amount, p_from, p_currency) as c
$$;
comment on function ops.change_price(text, integer, text, bigint, timestamptz, text) is
  'Sets the price of p_count p_unit (day, month) of a plan (its code) to p_amount (minor units) from p_from on (UTC; null: now), also for a length that was not sold before; see billing.change_price. Subscribers who renew are told of a higher price seven days before the end, and are not charged it within three days of being told.';
