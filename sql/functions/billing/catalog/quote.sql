-- Computes what an offer would cost a user now, and what it would give. It is not binding; billing.open_order is.
create or replace function billing.quote(
  p_user_id bigint,
  p_price_id bigint,
  p_subscription_id bigint default null,
  p_new boolean default false,
  out outcome text,
  out kind text,
  out plan_title jsonb,
  out period_count integer,
  out period_unit text,
  out amount bigint,
  out discount bigint,
  out credit bigint,
  out currency text,
  out starts_at timestamptz,
  out ends_at timestamptz,
  out subscription_id bigint,
  out ends_gift boolean
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_offer billing.offers;
  v_subscription billing.subscriptions;
  v_begins_at timestamptz;
  v_span billing.span;
begin
  if not app.flag('purchases') then
    outcome := 'switched_off';
    return;
  end if;
  if not p_new then
    v_subscription := billing.subscription_of(p_user_id, p_subscription_id);
  end if;
  outcome := case
    when v_subscription.id is not null then null
    when not p_new then billing.why_no_subscription(p_user_id, p_subscription_id)
    when not billing.may_open_subscription(p_user_id) then 'no_more_subscriptions'
  end;
  if outcome is not null then
    return;
  end if;
  subscription_id := v_subscription.id;
  v_offer := billing.offer_to(p_user_id, v_subscription, p_price_id);
  if v_offer.price_id is null then
    outcome := 'no_such_price';
    return;
  end if;

  kind := billing.offer_kind(v_subscription, v_offer);
  if kind = 'later' then
    v_offer := billing.offer_to(p_user_id, v_subscription, p_price_id, true);
  end if;
  outcome := case kind when 'later' then 'at_period_end' else 'open' end;
  plan_title := billing.title_of(subscription_id, v_offer.title, p_user_id);
  period_count := v_offer.period_count;
  period_unit := v_offer.period_unit;
  amount := v_offer.amount;
  discount := v_offer.discount;
  credit := 0;
  currency := v_offer.currency;

  if kind = 'change' then
    select coalesce(sum(u.amount) filter (where u.payer_id = p_user_id), 0)::bigint, bool_or(u.payer_id <> p_user_id)
    into credit, ends_gift
    from billing.unused_value(v_subscription.id, app.now()) as u;
  end if;
  v_begins_at := billing.begins_at(v_subscription, v_offer, kind);
  if v_begins_at is not null then
    select a.anchor_at, a.anchor_number into v_subscription.anchor_at, v_subscription.anchor_number
    from billing.anchor_of(v_subscription, v_begins_at) as a;
    v_subscription.ends_at := v_begins_at;
    v_subscription.expires_at := v_begins_at;
  end if;
  v_span := billing.next_period(v_subscription, period_count, period_unit);
  starts_at := v_span.starts_at;
  ends_at := v_span.ends_at;
end
$$;
comment on function billing.quote(bigint, bigint, bigint, boolean) is
  'Returns what an offer means to a user now, for the subscription of billing.subscription_of (subscription_id, null for the first one) or with p_new for an additional one. outcome: open, at_period_end (kind later), no_such_price, switched_off, unknown_subscription, several_subscriptions or no_more_subscriptions; kind: see billing.offer_kind (later is charged as a renewal); minor units: amount, the price less discount, and credit, the value of unused time of the plan left behind that he has paid; ends_gift: whether other unused time ends, whose money goes back to the person who paid it (null: no); [starts_at, ends_at) is the time that would be granted, UTC.';
