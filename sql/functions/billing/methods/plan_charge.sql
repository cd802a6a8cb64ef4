-- Decides which method pays for a renewal, and how much: what the balance is short of, or everything if the user chose
-- that. A method is tried once for a period. It is tried again, four hours later at the earliest, only if its provider
-- said that the reason may pass, or refused the request without a word about the method, as it does with the keys of
-- another account; and not if the balance suffices. A charge that its payer has to confirm blocks the others, because a
-- second one might be charged as well. What was paid for a period is not charged again, only what it was short of.
create or replace function billing.plan_charge(
  p_subscription billing.subscriptions, p_amount bigint, p_currency text, p_balance bigint
) returns billing.planned_charge
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_enough constant boolean := p_balance >= p_amount;
  v_balance_first constant boolean := coalesce(
    (select c.balance_first from billing.payment_choices as c where c.user_id = p_subscription.user_id), true
  );
  v_tries billing.invoices[];
  v_rest bigint;
  v_plan billing.planned_charge;
begin
  if p_amount is null or v_enough and v_balance_first then
    return null;
  end if;
  select array_agg(i) into v_tries
  from billing.invoices as i
  where i.subscription_id = p_subscription.id and i.period_number = p_subscription.period_number and not i.unsent;

  v_plan := billing.awaited_charge(p_subscription, p_amount);
  if v_plan.state is not null then
    return v_plan;
  end if;
  if not app.flag('method_charges')
    or coalesce(cardinality(v_tries), 0) >= app.setting('charge_attempts')::integer
    or exists (
      select
      from billing.invoices as i
      where i.subscription_id = p_subscription.id and i.status = 'open' and i.expires_at > app.now()
    )
  then
    return null;
  end if;
  v_rest := billing.unpaid_rest(p_subscription, v_tries, p_amount, p_currency);
  if v_rest = 0 then
    return null;
  end if;

  select 'ready', m.id, w.amount, billing.charge_until(p_subscription) into v_plan
  from billing.payment_methods as m
  join billing.providers as p on p.name = m.provider and billing.remembers(p)
  cross join lateral (
    select least(v_rest, greatest(
      case when v_balance_first then p_amount - p_balance else v_rest end,
      case when coalesce(p.currency, p_currency) = p_currency then (billing.bounds_of(p, p_currency)).min_amount end
    )) as amount
  ) as w
  where m.user_id = p_subscription.user_id
    and m.kind = 'saved'
    and num_nulls(m.removed_at, m.failed_at) = 2
    and (billing.asked_by(p, w.amount, p_currency)).amount is not null
    and not exists (
      select
      from unnest(v_tries) as t
      where t.method_id = m.id
        and t.status <> 'paid'
        and (
          v_enough
          or (t.decline = 'retry' or t.status = 'failed') is not true
          or t.closed_at > app.now() - interval '4 hours'
        )
    )
  order by m.position, m.id
  limit 1;
  return v_plan;
end
$$;
comment on function billing.plan_charge(billing.subscriptions, bigint, text, bigint) is
  'Returns what pays for the next period of a subscription, which costs p_amount (minor units of p_currency), if the balance is p_balance; see billing.planned_charge. Null for no method: the balance pays, or is short.';
