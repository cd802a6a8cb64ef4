create or replace function ops.change_price(
  p_plan text,
  p_count integer,
  p_unit text,
  p_amount bigint,
  p_from timestamptz default null,
  p_currency text default null,
  p_keep_old boolean default null
) returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_changed jsonb;
  v_constraint text;
begin
  select jsonb_strip_nulls(to_jsonb(c)) into v_changed
  from billing.change_price(p_plan, p_count, p_unit, p_amount, p_from, p_currency) as c;
  if v_changed ->> 'outcome' in ('changed', 'unchanged') and p_keep_old is not null then
    update billing.plans as p set grandfathers = p_keep_old where p.code = p_plan and p.grandfathers <> p_keep_old;
  end if;
  return v_changed;
exception
  when integrity_constraint_violation or data_exception then
    get stacked diagnostics v_constraint = constraint_name;
    perform app.refuse_change_of('a price', v_constraint, sqlerrm);
    return null;
end
$$;
comment on function ops.change_price(text, integer, text, bigint, timestamptz, text, boolean) is
  'Sets the price of p_count p_unit (day, month) of a plan (its code) to p_amount (minor units) from p_from on (UTC; null: now), also for a length that was not sold before; see billing.change_price. Subscribers who renew are told of a higher price seven days before the end, and are not charged it within three days of being told. p_keep_old: whether those who have the plan without a break go on paying what it cost when they began (billing.plans.grandfathers; it holds for all lengths of the plan); null: as before. ops.price_touches() says whom it concerns. Raises TK063 for a length or a currency that cannot be.';
