-- Rounded up, in whole units of what it takes, so that the shop never asks less than its price.
create or replace function billing.asked_by(
  p_provider billing.providers, p_amount bigint, p_currency text, out amount bigint, out currency text
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  currency := coalesce(p_provider.currency, p_currency);
  if currency = p_currency then
    amount := p_amount;
  else
    select ceil(p_amount::numeric * r.paid / r.amount)::bigint into amount
    from billing.rates as r
    where r.currency = p_currency and r.paid_in = asked_by.currency;
  end if;
  if amount < p_provider.min_amount or amount > p_provider.max_amount then
    amount := null;
  end if;
end
$$;
comment on function billing.asked_by(billing.providers, bigint, text) is
  'What a provider asks for p_amount (minor units of p_currency), in minor units of what it takes; a null amount when there is no rate, or it is beyond what the provider takes.';
