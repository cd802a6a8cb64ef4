create or replace function billing.paid_before(p_subscription billing.subscriptions, p_offer billing.offers)
returns bigint
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select -sum(e.amount)::bigint
  from (
    select p.transfer_id
    from billing.periods as p
    join billing.prices as r on r.id = p.price_id
    where p.subscription_id = p_subscription.id
      and p.price_id = p_subscription.price_id
      and (r.plan_id, r.period_count, r.period_unit, r.currency::text)
      = (p_offer.plan_id, p_offer.period_count, p_offer.period_unit, p_offer.currency::text)
    order by p.number desc
    limit 1
  ) as last
  join ledger.entries as e on e.transfer_id = last.transfer_id and e.account_version is not null
$$;
comment on function billing.paid_before(billing.subscriptions, billing.offers) is
  'Returns what was paid for the last period of a subscription, in minor units, if it has the plan, length and currency of the offer; else null.';
