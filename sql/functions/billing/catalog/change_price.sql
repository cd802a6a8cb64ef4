-- Closes one price and opens the next in one statement, so that there is never a moment without a price. A price
-- planned for later stays planned; one planned for exactly this time, and never offered, is replaced.
create or replace function billing.change_price(
  p_plan text,
  p_count integer,
  p_unit text,
  p_amount bigint,
  p_from timestamptz,
  p_currency text,
  out outcome text,
  out price_id bigint
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_from constant timestamptz := coalesce(p_from, app.now());
  v_currency constant text := coalesce(p_currency, billing.currency());
  v_plan_id bigint;
  v_old billing.prices;
  v_until timestamptz;
begin
  select p.id into v_plan_id from billing.plans as p where p.code = p_plan for no key update;
  select r.* into v_old
  from billing.prices as r
  where r.plan_id = v_plan_id
    and r.period_count = p_count
    and r.period_unit = p_unit
    and r.currency = v_currency
    and r.valid @> v_from;
  outcome := case
    when v_plan_id is null then 'no_such_plan'
    when v_from < app.now() then 'in_the_past'
    when p_amount is null or p_amount <= 0 then 'amount_out_of_range'
    when p_amount = v_old.amount then 'unchanged'
    else 'changed'
  end;
  price_id := case outcome when 'unchanged' then v_old.id end;
  if outcome <> 'changed' then
    return;
  end if;

  select coalesce(upper(v_old.valid), min(lower(r.valid))) into v_until
  from billing.prices as r
  where r.plan_id = v_plan_id
    and r.period_count = p_count
    and r.period_unit = p_unit
    and r.currency = v_currency
    and lower(r.valid) > v_from;
  if lower(v_old.valid) = v_from then
    delete from billing.prices as r where r.id = v_old.id;
  else
    update billing.prices as r set valid = tstzrange(lower(r.valid), v_from) where r.id = v_old.id;
  end if;
  insert into billing.prices as r (plan_id, period_count, period_unit, amount, currency, valid)
  values (v_plan_id, p_count, p_unit, p_amount, v_currency, tstzrange(v_from, v_until))
  returning r.id into price_id;
end
$$;
comment on function billing.change_price(text, integer, text, bigint, timestamptz, text) is
  'Sets the price of p_count p_unit of a plan to p_amount (minor units) from p_from on (UTC; null: now), in p_currency (null: the shop''s). outcome: changed or unchanged (price_id is the price that applies then), no_such_plan, in_the_past or amount_out_of_range.';
