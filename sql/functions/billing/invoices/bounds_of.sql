create or replace function billing.bounds_of(
  p_provider billing.providers, p_currency text, out taken boolean, out min_amount bigint, out max_amount bigint
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  select
    bool_or(l.currency = p_currency),
    max(l.min_amount) filter (where l.currency = p_currency),
    max(l.max_amount) filter (where l.currency = p_currency)
  into taken, min_amount, max_amount
  from billing.provider_limits as l
  where l.provider = p_provider.name;
  taken := coalesce(taken, true);
  min_amount := greatest(min_amount, p_provider.min_amount, billing.least_charge(p_provider.name, p_currency));
  max_amount := least(max_amount, p_provider.max_amount);
end
$$;
comment on function billing.bounds_of(billing.providers, text) is
  'Returns what a provider accepts per payment in p_currency, in minor units, by its own word, the owner''s and billing.least_charge: whether it accepts the currency, and the least and the greatest amount; null for no bound.';
