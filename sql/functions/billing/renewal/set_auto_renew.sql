-- While it is off, the user renews by hand and still has the grace. A user who switches it on while attempts are under
-- way, or after them, need not wait for the next attempt. The answer shows the price, so it counts as announced. If
-- nothing is on offer, the answer shows no price; then the amount that the user was told, and his time to respond,
-- stay. Switching on also renews again where no renewal was due any more, because what the user had paid for was not
-- delivered (billing.refund_undelivered).
create or replace function billing.set_auto_renew(
  p_user_id bigint,
  p_enabled boolean,
  p_actor text default null,
  p_reason text default null,
  p_subscription_id bigint default null,
  out outcome text,
  out next_charge_at timestamptz,
  out amount bigint,
  out currency text
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_before billing.subscriptions;
  v_after billing.subscriptions;
  v_offer billing.offers;
begin
  perform billing.lock_user(p_user_id);
  v_before := billing.subscription_of(p_user_id, p_subscription_id);
  if v_before.id is null then
    outcome := billing.why_no_subscription(p_user_id, p_subscription_id);
  end if;
  if not billing.may_be_renewed(v_before) or v_before.cancelled_at is not null then
    outcome := coalesce(outcome, 'nothing_to_renew');
    return;
  end if;

  if p_enabled then
    v_offer := billing.renewal_offer(p_user_id, v_before.renewal_price_id, p_subscription_id => v_before.id);
  end if;
  update billing.subscriptions as s
  set
    auto_renew = p_enabled,
    off_by_gift = false,
    off_by_block = false,
    renew_at = case
      when not p_enabled then s.renew_at
      when app.now() >= s.ends_at - interval '24 hours' then app.now()
      else coalesce(s.renew_at, billing.next_attempt(s.ends_at, app.now()))
    end,
    renewal_price_id = coalesce(v_offer.price_id, s.renewal_price_id),
    announced_amount = coalesce(v_offer.amount, s.announced_amount),
    unannounced = s.unannounced and v_offer.price_id is null,
    charge_from = case when v_offer.price_id is null then s.charge_from end,
    told_price_id = case when v_offer.price_id is null then s.told_price_id end,
    told_amount = case when v_offer.price_id is null then s.told_amount end
  where s.id = v_before.id
    and (s.auto_renew <> p_enabled or p_enabled and s.renew_at is null and s.ends_at > app.now())
  returning s.* into v_after;
  if found then
    perform app.record(
      coalesce(p_actor, format('user:%s', p_user_id)),
      case when p_enabled then 'subscription.auto_renewal_on' else 'subscription.auto_renewal_off' end,
      'subscription', v_after.id,
      to_jsonb(v_before) - 'id' - 'user_id', to_jsonb(v_after) - 'id' - 'user_id', p_reason
    );
    perform billing.follow_choice(v_after.id);
  else
    v_after := v_before;
    -- It was off, by a block or a gift. Now somebody has decided that it is to be, so nothing switches it on by itself.
    update billing.subscriptions as s
    set off_by_gift = false, off_by_block = false
    where s.id = v_before.id and not p_enabled and (s.off_by_gift or s.off_by_block);
  end if;

  outcome := case when v_after.auto_renew then 'on' else 'off' end;
  select c.at, c.amount, c.currency into next_charge_at, amount, currency
  from billing.next_charge(v_after) as c;
end
$$;
comment on function billing.set_auto_renew(bigint, boolean, text, text, bigint) is
  'Switches automatic renewal of a subscription (billing.subscription_of). outcome: on, off, nothing_to_renew (no paid plan runs, or it is cancelled), unknown_subscription or several_subscriptions; then when (UTC) and how much (minor units) will be charged next, nulls for never. p_actor: who did it, the user if null.';
