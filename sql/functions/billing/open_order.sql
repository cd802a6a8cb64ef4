-- A quote that the user can accept. Nothing is locked or reserved: an order that is not paid costs
-- nothing, a newer one does not end it, and paying reckons the period again.
create or replace function billing.open_order(
  p_user_id bigint,
  p_price_id bigint,
  out outcome text,
  out order_token uuid,
  out plan_title jsonb,
  out period_count integer,
  out period_unit text,
  out amount bigint,
  out currency text,
  out starts_at timestamptz,
  out ends_at timestamptz,
  out balance bigint,
  out short_by bigint,
  out expires_at timestamptz
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_offer billing.offers;
  v_subscription billing.subscriptions;
  v_running billing.plans;
  v_span billing.span;
begin
  if not app.flag('purchases') then
    outcome := 'switched_off';
    return;
  end if;
  select o.* into v_offer from billing.offers as o where o.price_id = p_price_id;
  if not found then
    outcome := 'no_such_price';
    return;
  end if;

  select s.* into v_subscription from billing.subscriptions as s where s.user_id = p_user_id;
  v_running := billing.running_plan(v_subscription);
  if v_running.id <> v_offer.plan_id then
    outcome := 'other_plan';
    plan_title := v_running.title;
    ends_at := v_subscription.ends_at;
    return;
  end if;
  v_span := billing.next_period(v_subscription, v_offer.period_count, v_offer.period_unit);
  expires_at := app.now() + make_interval(mins => app.setting('order_minutes')::integer);
  insert into billing.orders as o (user_id, kind, price_id, amount, currency, created_at, expires_at)
  values (p_user_id, 'purchase', p_price_id, v_offer.amount, v_offer.currency, app.now(), expires_at)
  returning o.token into order_token;

  outcome := 'open';
  plan_title := v_offer.title;
  period_count := v_offer.period_count;
  period_unit := v_offer.period_unit;
  amount := v_offer.amount;
  currency := v_offer.currency;
  starts_at := v_span.starts_at;
  ends_at := v_span.ends_at;
  balance := billing.balance_of(p_user_id, v_offer.currency);
  short_by := greatest(v_offer.amount - balance, 0);
end
$$;
comment on function billing.open_order(bigint, bigint) is
  'Opens an order for a price that is on offer. outcome: open, no_such_price, other_plan (that one runs until ends_at) or switched_off; then the quote: amounts in minor units, the period [starts_at, ends_at) if bought now, what the balance is short by, until when it can be paid.';
