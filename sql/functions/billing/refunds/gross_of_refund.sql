-- Partial refunds must add up to what was paid, so each one is the difference of two shares of the whole.
create or replace function billing.gross_of_refund(p_refund billing.refunds, out amount bigint, out currency text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select
    trunc((b.before + p_refund.amount)::numeric * g.gross / p.amount)::bigint
      - trunc(b.before::numeric * g.gross / p.amount)::bigint,
    g.currency
  from billing.payments as p
  cross join lateral (
    select coalesce(p.gross, p.amount) as gross, coalesce(p.gross_currency, p.currency)::text as currency
  ) as g
  cross join lateral (
    select coalesce(sum(r.amount), 0)::bigint as before
    from billing.refunds as r
    where r.payment_id = p.id and r.id < p_refund.id and r.status <> 'failed'
  ) as b
  where p.id = p_refund.payment_id
$$;
comment on function billing.gross_of_refund(billing.refunds) is
  'Returns a refund of a payment in the currency that was paid, in minor units.';
