-- Money that the shop gave makes nobody a payer: else one promo code would be the key to the next.
create or replace function billing.keeps_paid(p_user_id bigint) returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return billing.is_paying(p_user_id) and (exists (
    select
    from billing.paid_periods as p
    where p.user_id = p_user_id and p.payer_id = p_user_id and p.refunded < p.charged
  ) or exists (
    select
    from billing.orders as o
    join billing.periods as q on q.order_id = o.id
    join billing.paid_periods as p on (p.subscription_id, p.number) = (q.subscription_id, q.number)
    where o.user_id = p_user_id
      and o.kind = 'gift'
      and o.status = 'fulfilled'
      and p.refunded < p.charged
  ));
end
$$;
comment on function billing.keeps_paid(bigint) is
  'Whether money of a user came from outside and did not all go back there, and he keeps something that he has paid for, for himself or as a gift.';
