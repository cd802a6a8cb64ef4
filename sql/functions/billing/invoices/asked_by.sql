-- Rounds up to whole minor units of the provider's currency, so that the shop never asks less than its price. The
-- owner's bounds apply together with those that the provider reported. If a provider named currencies, it accepts no
-- other.
create or replace function billing.asked_by(
  p_provider billing.providers, p_amount bigint, p_currency text, out amount bigint, out currency text
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_bounds record;
  v_amount numeric := p_amount::numeric;
begin
  currency := coalesce(p_provider.currency, p_currency);
  if currency <> p_currency then
    select ceil(v_amount * r.paid / r.amount) into v_amount
    from billing.rates as r
    where r.currency = p_currency and r.paid_in = asked_by.currency;
  end if;
  if v_amount <= 9223372036854775807 then
    amount := v_amount::bigint;
  end if;
  select b.* into v_bounds from billing.bounds_of(p_provider, currency) as b;
  if not v_bounds.taken or amount < v_bounds.min_amount or amount > v_bounds.max_amount then
    amount := null;
  end if;
end
$$;
comment on function billing.asked_by(billing.providers, bigint, text) is
  'Returns what a provider asks for p_amount (minor units of p_currency), in minor units of the currency that it accepts; a null amount if there is no rate, or the provider does not accept that much.';
