-- A method is charged the amount that was announced. A customer who pays that amount has paid for the period, even if
-- the price has risen before the shop knew of the payment: he is told of the new price for the period after it. The
-- same holds for a month that Telegram charges by itself. It also holds for a renewal that fell due while the old
-- price held, and was not charged then because the jobs stood still.
create or replace function billing.amount_due(p_subscription billing.subscriptions, p_amount bigint, p_currency text)
returns bigint
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_told constant bigint := case
    when p_subscription.told_price_id is null then p_subscription.announced_amount else p_subscription.told_amount
  end;
begin
  if p_amount > v_told
    and p_currency = (
      select r.currency
      from billing.prices as r
      where r.id = coalesce(p_subscription.told_price_id, p_subscription.renewal_price_id)
    )
    and (
      exists (
        select
        from billing.invoices as i
        where i.subscription_id = p_subscription.id
          and i.period_number = p_subscription.period_number
          and i.credited_currency = p_currency
          and (
            i.status in ('paid', 'creating', 'open')
            or i.status = 'over' and i.decline is null and not i.unsent and i.fetch_at is not null
          )
      )
      or p_subscription.told_price_id is null
      and not p_subscription.unannounced
      and p_subscription.renew_at >= p_subscription.ends_at - interval '24 hours'
      and p_subscription.renew_at < app.now() - interval '10 minutes'
      and (p_subscription.renew_at < p_subscription.charge_from) is not true
      and exists (
        select
        from billing.prices as r
        where r.id = p_subscription.renewal_price_id and r.valid @> p_subscription.renew_at
      )
      or app.now() >= p_subscription.ends_at - interval '24 hours' and exists (
        select
        from billing.payment_methods as m
        where m.user_id = p_subscription.user_id
          and m.kind = 'subscription'
          and (billing.renewed_by(m.invoice_id)).id = p_subscription.id
          and (
            m.id = (billing.expected_charge(p_subscription)).method_id
            or m.paid_until >= p_subscription.ends_at + interval '1 day'
          )
      )
    )
  then
    return v_told;
  end if;
  return p_amount;
end
$$;
comment on function billing.amount_due(billing.subscriptions, bigint, text) is
  'Returns what automatic renewal takes for the next period of a subscription whose price is p_amount (minor units of p_currency) now. It takes no more than the user was told, if that price held when the renewal fell due, or if a method is being charged for it or was.';
