-- One balance pays for all subscriptions of a user, in the order in which they are charged. Charges that are already
-- in flight come before all others. The part that a payment method pays is not taken from the balance.
create or replace function billing.charged_before(p_subscription billing.subscriptions) returns bigint
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_other record;
  v_next record;
  v_balance bigint;
  v_sum bigint := 0::bigint;
begin
  if not exists (
    select
    from billing.subscriptions as o
    where o.user_id = p_subscription.user_id and o.id <> p_subscription.id and o.renew_at is not null
  ) then
    return 0::bigint;
  end if;
  v_next := billing.next_charge(p_subscription);
  v_balance := billing.balance_of(p_subscription.user_id, v_next.currency);
  for v_other in
    select o as subscription, c.amount, f.credited_amount
    from billing.subscriptions as o
    cross join lateral billing.next_charge(o) as c
    cross join lateral billing.charge_in_flight(o) as f
    where o.user_id = p_subscription.user_id
      and o.id <> p_subscription.id
      and c.currency = v_next.currency
      and (f.id is not null or (c.at, o.id) < (v_next.at, p_subscription.id))
    order by f.id is null, c.at, o.id
  loop
    v_sum := v_sum + v_other.amount - coalesce(
      v_other.credited_amount,
      (billing.pays_next(v_other.subscription, v_other.amount, v_next.currency, v_balance - v_sum)).charge,
      0
    );
  end loop;
  return v_sum;
end
$$;
comment on function billing.charged_before(billing.subscriptions) is
  'Returns what the balance will be charged for other subscriptions of the same user before this one, in minor units of its next charge. This can be more than the balance if no method pays for one of them.';
