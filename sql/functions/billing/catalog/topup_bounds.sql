-- A currency for which the owner has said nothing must not keep customers from paying: neither with amounts that mean
-- another currency, nor with none. Where nothing is sold in it, any amount will do.
create or replace function billing.topup_bounds(p_currency text, out min_amount bigint, out max_amount bigint)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_sold record;
begin
  min_amount := billing.by_currency('topup_min', p_currency);
  max_amount := billing.by_currency('topup_max', p_currency);
  if min_amount is null or max_amount is null then
    select min(p.amount) as lowest, max(p.amount) as highest into v_sold
    from billing.prices as p
    where p.currency = p_currency and upper_inf(p.valid);
    min_amount := coalesce(min_amount, least(v_sold.lowest, billing.whole_unit(p_currency)::bigint, max_amount));
    max_amount := coalesce(max_amount, greatest(coalesce(100 * v_sold.highest, 1000000000), min_amount));
  end if;
end
$$;
comment on function billing.topup_bounds(text) is
  'Returns the owner''s limits of a top-up in this currency, in its minor units: settings topup_min and topup_max. Where these have no entry: the lowest price that is open, at most one whole unit, and a hundred times the highest one (1000000000 if nothing is sold in it).';
