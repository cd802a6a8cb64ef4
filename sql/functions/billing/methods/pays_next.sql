-- A screen or notice about the next charge says what billing.plan_renewals will find as things stand.
create or replace function billing.pays_next(
  p_subscription billing.subscriptions, p_amount bigint, p_currency text, p_balance bigint,
  out method_id bigint, out provider text, out title text, out charge bigint, out missing bigint
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_plan billing.planned_charge;
begin
  if exists (select from billing.payment_methods as m where m.user_id = p_subscription.user_id) then
    v_plan := billing.plan_charge(p_subscription, p_amount, p_currency, p_balance);
    select m.id, m.provider, m.title, v_plan.amount into method_id, provider, title, charge
    from billing.payment_methods as m
    where m.id = v_plan.method_id;
  end if;
  -- Money that is missing for something else is not missing here, where a method pays.
  missing := greatest(
    p_amount - coalesce(charge, 0) - case when charge is null then p_balance else greatest(p_balance, 0) end, 0
  );
  -- What a provider's own subscription does not bring, a saved method pays.
  if charge < p_amount and missing > 0 and app.flag('method_charges') and exists (
    select
    from billing.payment_methods as m
    join billing.providers as p on p.name = m.provider and billing.remembers(p)
    where m.user_id = p_subscription.user_id and m.kind = 'saved' and num_nulls(m.removed_at, m.failed_at) = 2
  ) then
    missing := 0;
  end if;
end
$$;
comment on function billing.pays_next(billing.subscriptions, bigint, text, bigint) is
  'Returns the method that will pay for the next period of a subscription, see billing.plan_charge, and how much of it; nulls if the balance will pay, or nothing can. missing: what neither the balance nor any method has, minor units.';
