-- What can be paid with: the providers that the owner wants, that a program can have make something to pay at, and
-- that take so much. One that does not answer at present is shown as such, not hidden: whoever paid with it last looks
-- for it.
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
    'saved_method' = any (p.can) and app.flag('method_charges')
  from billing.providers as p
  cross join lateral billing.asked_by(p, p_amount, p_currency) as a
  where p.enabled and 'page' = any (p.can) and a.amount is not null
  order by p.position
$$;
comment on function billing.payment_methods(bigint, text) is
  'Ways to pay p_amount (minor units of p_currency), in the order in which they are offered: what each asks, minor units of currency, whether it does not answer at present, and whether it can be remembered for renewals.';
