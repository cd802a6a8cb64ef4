create or replace function billing.promo_given(p_use billing.promo_uses) returns billing.promo_result
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select row(
    'given', c.code, c.kind, c.percent, c.amount, c.currency::text, c.days, c.hours, null, q.ends_at
  )::billing.promo_result
  from billing.promo_codes as c
  left join billing.periods as q on (q.subscription_id, q.number) = (p_use.subscription_id, p_use.period_number)
  where c.id = p_use.code_id
$$;
comment on function billing.promo_given(billing.promo_uses) is
  'Returns what a use of a promo code gave at once, with outcome given; ends_at: of the time that it gave.';
