-- Says what automatic renewal will do next, as things stand: at today's price. An overdue attempt happens at the next
-- tick. A charge that is not announced yet leaves the user time to respond.
create or replace function billing.next_charge(
  p_subscription billing.subscriptions,
  out at timestamptz,
  out amount bigint,
  out currency text,
  out plan_title jsonb,
  out period_count integer,
  out period_unit text
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  select
    greatest(
      p_subscription.ends_at - interval '24 hours',
      p_subscription.renew_at,
      p_subscription.charge_from,
      parked.retry_at,
      app.now() + case
        when o.amount > case
          when p_subscription.told_price_id is null then p_subscription.announced_amount
          else p_subscription.told_amount
        end
          then interval '72 hours'
        when p_subscription.unannounced or p_subscription.told_price_id is not null then interval '5 hours'
        else '0'
      end
    ),
    o.amount,
    o.currency::text,
    o.title,
    o.period_count,
    o.period_unit
  into at, amount, currency, plan_title, period_count, period_unit
  from billing.renewal_offer(
    p_subscription.user_id, p_subscription.renewal_price_id, p_subscription_id => p_subscription.id
  ) as o
  left join jobs.parked as parked
    on parked.job = 'renew_due'
    and parked.row_id = p_subscription.id
    and parked.version = p_subscription.period_number
  where p_subscription.auto_renew
    and p_subscription.renew_at is not null
    and o.price_id is not null
    and not billing.stays_unrenewed(p_subscription.expires_at);
end
$$;
comment on function billing.next_charge(billing.subscriptions) is
  'Returns when the balance will be charged for the next period (UTC), how much (minor units) and what for; nulls when automatic renewal is off, the subscription is cancelled or over, there is nothing to renew, or the shop renews nothing for good (billing.stays_unrenewed).';
