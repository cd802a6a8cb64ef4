-- The provider names the sum of a charge that was booked in parts, so its first parts went back first. In shares of
-- each part, as in billing.gross_of_refund. The sum may exceed the charge: what came back and went again counts twice.
create or replace function billing.refunded_outside(p_first billing.payments, p_refunded bigint)
returns bigint
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select least(
    sum(part.left_of),
    sum(trunc(least(greatest(p_refunded - part.before, 0), part.most) * part.amount / part.gross)) - sum(part.returned)
  )::bigint
  from (
    select
      p.amount::numeric as amount,
      coalesce(p.gross, p.amount)::numeric as gross,
      sum(coalesce(p.gross, p.amount)) over (order by p.id) - coalesce(p.gross, p.amount) as before,
      case when lead(p.id) over (order by p.id) is not null then coalesce(p.gross, p.amount)::numeric end as most,
      coalesce((select l.amount from billing.refundable_payments as l where l.payment_id = p.id), 0) as left_of,
      coalesce(
        (
          select sum(r.amount)
          from billing.refunds as r
          where r.payment_id = p.id and (r.status <> 'failed' or r.returned_by is not null)
        ), 0
      ) as returned
    from billing.parts_of_charge(p_first) as p
  ) as part
$$;
comment on function billing.refunded_outside(billing.payments, bigint) is
  'Takes the first payment of a charge, and how much of the charge has gone back in total (minor units of what was paid); returns how much of that is not booked yet, minor units of what was credited. Not positive: nothing.';
