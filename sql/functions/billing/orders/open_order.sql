-- Creates a quote that the user can accept. Nothing is locked or reserved: an unpaid order costs nothing, a newer one
-- does not end it, and the payment checks again whether the quote still holds.
create or replace function billing.open_order(
  p_user_id bigint,
  p_price_id bigint,
  p_subscription_id bigint default null,
  p_new boolean default false,
  out outcome text,
  out order_token uuid,
  out kind text,
  out plan_title jsonb,
  out period_count integer,
  out period_unit text,
  out amount bigint,
  out discount bigint,
  out credit bigint,
  out due bigint,
  out currency text,
  out starts_at timestamptz,
  out ends_at timestamptz,
  out balance bigint,
  out short_by bigint,
  out expires_at timestamptz,
  out subscription_id bigint
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now constant timestamptz := app.now();
begin
  select
    q.outcome, q.kind, q.plan_title, q.period_count, q.period_unit, q.amount, q.discount, q.credit,
    q.amount - q.credit, q.currency, q.starts_at, q.ends_at, q.subscription_id
  into
    outcome, kind, plan_title, period_count, period_unit, amount, discount, credit, due, currency, starts_at, ends_at,
    subscription_id
  from billing.quote(p_user_id, p_price_id, p_subscription_id, p_new) as q;
  if outcome = 'open' and kind = 'purchase' then
    outcome := coalesce(app.closed_gate(p_user_id), 'open');
  elsif outcome in ('open', 'at_period_end') and app.is_blocked(p_user_id) then
    outcome := 'blocked';
  end if;
  if outcome not in ('open', 'at_period_end') then
    return;
  end if;

  balance := billing.balance_of(p_user_id, currency);
  short_by := case outcome when 'open' then greatest(due - balance, 0) else 0 end;
  if outcome = 'open' then
    expires_at := v_now + make_interval(mins => app.setting('order_minutes')::integer);
    insert into billing.orders as o (
      user_id, kind, subscription_id, opens_new, price_id, list_amount, amount, discount, credit, currency,
      created_at, expires_at
    )
    values (
      p_user_id, kind, subscription_id, p_new, p_price_id, amount + discount, amount, discount, credit, currency,
      v_now, expires_at
    )
    returning o.token into order_token;
  end if;
end
$$;
comment on function billing.open_order(bigint, bigint, bigint, boolean) is
  'Opens an order for a price on offer, for a subscription of this user (billing.subscription_of) or with p_new for an additional one. outcome: open, at_period_end (no order: see billing.schedule_change), no_such_price, switched_off, unknown_subscription, several_subscriptions, no_more_subscriptions, or what stands before it (app.closed_gate; before what is paid for and runs, only the blacklist); then the quote, see billing.quote, in minor units: due, what payment takes from the balance (below zero: adds to it), short_by, what the balance lacks, and until when it can be paid.';
