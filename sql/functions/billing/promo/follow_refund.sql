-- What a refund means for promo codes. A use stays used, unless the shop did not deliver: nobody pays for our faults.
-- Renewals of something that was refunded whole get cheaper no more. What a code for people who have paid gave goes
-- back when they have got all their money back; a change of plan is no refund. Bonus goes at once, before it can be
-- spent. What locks codes, or changes a subscription that the caller has in hand, is left to the job settle_promo.
create or replace function billing.follow_refund(p_refund billing.refunds) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_whole boolean;
  v_order_id bigint;
begin
  if p_refund.period_number is null or p_refund.cause ~ '^change:' then
    return;
  end if;
  select p.refunded >= p.charged, q.order_id into v_whole, v_order_id
  from billing.paid_periods as p
  join billing.periods as q on (q.subscription_id, q.number) = (p.subscription_id, p.number)
  where p.subscription_id = p_refund.subscription_id and p.number = p_refund.period_number;
  if not v_whole then
    return;
  end if;
  if p_refund.cause ~ '^undelivered:' then
    update billing.promo_uses as u
    set take_back_at = app.now(), renewals_left = 0
    where u.order_id = v_order_id and u.state = 'redeemed';
    -- A renewal that was not delivered was none.
    update billing.promo_uses as u
    set renewals_left = u.renewals_left + 1
    from billing.promo_codes as c
    where v_order_id is null
      and u.user_id = p_refund.user_id
      and u.state = 'redeemed'
      and c.id = u.code_id
      and u.renewals_left < c.renewals
      and exists (
        select
        from billing.orders as o
        join billing.prices as b on b.id = o.price_id
        join billing.periods as q
          on (q.subscription_id, q.number) = (p_refund.subscription_id, p_refund.period_number)
        join billing.prices as k on k.id = q.price_id
        join ledger.entries as e on e.transfer_id = q.transfer_id and e.account_version is not null
        where o.id = u.order_id
          and o.subscription_id = p_refund.subscription_id
          and (b.plan_id, b.period_count, b.period_unit, b.currency::text)
          = (k.plan_id, k.period_count, k.period_unit, k.currency::text)
          and q.created_at > u.redeemed_at
          and e.amount < 0
      );
    return;
  end if;
  update billing.promo_uses as u set renewals_left = 0 where u.order_id = v_order_id and u.renewals_left > 0;
  update billing.promo_uses as u
  set take_back_at = app.now()
  from billing.promo_codes as c
  where u.user_id = p_refund.user_id
    and u.state = 'redeemed'
    and u.order_id is null
    and u.take_back_at is null
    and c.id = u.code_id
    and c.audience in ('paid', 'subscribers')
    and not billing.keeps_paid(p_refund.user_id);
  perform billing.take_back_promo(u.id)
  from billing.promo_uses as u
  where u.user_id = p_refund.user_id
    and u.take_back_at <= app.now()
    and u.taken_back_at is null
    and u.transfer_id is not null;
end
$$;
comment on function billing.follow_refund(billing.refunds) is
  'Called by billing.after_refund: the use of a promo code whose purchase was not delivered is to be returned, renewals of what was refunded whole get cheaper no more, and what codes for people who have paid gave is taken back. The caller holds the payer''s locks.';
