-- Composes notices before a subscription ends, or during its grace, from the offer and the balance at the time of
-- sending. Money that other subscriptions of the same user will be charged earlier, or that charges in flight for them
-- count on, is not available for this one.
create or replace function billing.notice_to_renew(
  p_kind text,
  p_subscription_id bigint,
  p_period_number integer,
  p_amount bigint
) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_subscription billing.subscriptions;
  v_offer billing.offers;
  v_balance bigint;
  v_missing bigint;
  v_lacks bigint;
  v_payer record;
  v_charge billing.invoices;
  v_true boolean;
begin
  select s.* into v_subscription
  from billing.subscriptions as s
  where s.id = p_subscription_id
    and s.period_number = p_period_number
    and s.status = 'active'
    and s.cancelled_at is null
    and s.expires_at > app.now();
  v_offer := billing.renewal_offer(
    v_subscription.user_id, v_subscription.renewal_price_id, p_subscription_id => v_subscription.id
  );
  v_balance := billing.balance_of(v_subscription.user_id, v_offer.currency);
  v_missing := v_offer.amount - v_balance
    + case p_kind
      when 'announced' then billing.charged_before(v_subscription)
      else billing.counted_on(v_subscription, v_offer.currency)
    end;
  select p.* into v_payer
  from billing.pays_next(v_subscription, v_offer.amount, v_offer.currency, v_offer.amount - v_missing) as p;
  v_lacks := case when v_payer.charge is null then v_missing else v_payer.missing end;
  v_charge := billing.last_charge(v_subscription);

  v_true := case
    when p_kind = 'unavailable' then v_offer.price_id is null
    when not v_subscription.auto_renew then false
    when p_kind = 'short' then v_balance < v_offer.amount and v_subscription.ends_at > app.now()
    when p_kind = 'grace' then v_balance < v_offer.amount and v_subscription.ends_at <= app.now()
    else v_offer.amount = p_amount and v_subscription.announced_amount = p_amount and not v_subscription.unannounced
  end;
  if v_subscription.id is null or v_true is not true then
    return null;
  end if;

  return app.notice(
    v_subscription.user_id,
    case
      when p_kind = 'unavailable' then 'renewal-unavailable'
      when p_kind = 'announced' and v_payer.charge is not null and v_lacks > 0 then 'renewal-announced-partly'
      when p_kind = 'announced' and v_payer.charge is not null then 'renewal-announced-method'
      when p_kind = 'announced' and v_missing > 0 then 'renewal-announced-short'
      when p_kind = 'announced' then 'renewal-announced'
      when p_kind = 'price_risen' then 'renewal-price-risen'
      when p_kind = 'short' and v_charge.status = 'open' then 'renewal-confirm'
      when p_kind = 'short' and v_charge.decline is not null then 'renewal-declined'
      when p_kind = 'short' then 'renewal-short'
      when p_kind = 'grace' then 'renewal-grace'
    end,
    billing.renewal_args(
      p_kind, v_subscription, v_offer, v_balance, v_lacks, v_payer.method_id, v_payer.charge, v_charge
    ),
    billing.renewal_buttons(
      p_kind, v_subscription.id, v_offer, v_lacks,
      case when v_charge.status = 'open' then v_charge.url end
    )
  );
end
$$;
comment on function billing.notice_to_renew(text, bigint, integer, bigint) is
  'Returns the notice (see app.notice) of an event of dunning: announced, price_risen, short, grace or unavailable. p_amount: the announced price, minor units, 0 for none. Null when it is no longer true: the subscription was renewed, cancelled, switched or is over, another price was announced since, or money has arrived.';
