-- Lists the ways to pay: providers that the owner enabled, for which a program can create an invoice, and that accept
-- the amount. A provider that does not answer is shown as down, not hidden, because whoever paid with it last time
-- looks for it.
create or replace function billing.payment_methods(p_amount bigint, p_currency text)
returns table (provider text, amount bigint, currency text, is_down boolean, can_remember boolean)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select
    p.name,
    a.amount,
    a.currency,
    outbox.is_closed('payment', p.name),
    billing.remembers(p) and app.flag('method_charges')
  from billing.providers as p
  cross join lateral billing.asked_by(p, p_amount, p_currency) as a
  where p.enabled and 'page' = any (p.can) and a.amount is not null
  order by p.position
$$;
comment on function billing.payment_methods(bigint, text) is
  'Returns ways to pay p_amount (minor units of p_currency), in the order of the offer: what each asks, in minor units of currency; whether it is down; and whether it can be saved for renewals.';
