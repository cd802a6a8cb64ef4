-- A quote that the user can accept. Nothing is locked or reserved: an order that is not paid costs
-- nothing, a newer one does not end it, and paying looks again whether what was quoted still holds.
create or replace function billing.open_order(
  p_user_id bigint,
  p_price_id bigint,
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
  out expires_at timestamptz
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
    q.amount - q.credit, q.currency, q.starts_at, q.ends_at
  into
    outcome, kind, plan_title, period_count, period_unit, amount, discount, credit, due, currency, starts_at, ends_at
  from billing.quote(p_user_id, p_price_id) as q;
  if outcome not in ('open', 'at_period_end') then
    return;
  end if;

  balance := billing.balance_of(p_user_id, currency);
  short_by := case outcome when 'open' then greatest(due - balance, 0) else 0 end;
  if outcome = 'open' then
    expires_at := v_now + make_interval(mins => app.setting('order_minutes')::integer);
    insert into billing.orders as o (
      user_id, kind, price_id, amount, discount, credit, currency, created_at, expires_at
    )
    values (p_user_id, kind, p_price_id, amount, discount, credit, currency, v_now, expires_at)
    returning o.token into order_token;
  end if;
end
$$;
comment on function billing.open_order(bigint, bigint) is
  'Opens an order for a price that is on offer. outcome: open, at_period_end (no order: see billing.schedule_change), no_such_price or switched_off; then the quote, see billing.quote, minor units: due, what paying takes from the balance (below zero: adds to it), what the balance is short by, and until when it can be paid.';
