-- Places a purchased period. It starts when the current one ends, so that buying early loses nothing, and so that a
-- payment within the grace also pays for it; after an expiry it starts now. Whether the current period is over is
-- decided by time, not by the status, because the job that sets the status may be late. The anchor stays while the
-- length stays the same and the end is still the one that the anchor gives; a refund or a grant moves it.
create or replace function billing.next_period(
  p_subscription billing.subscriptions,
  p_count integer,
  p_unit text
) returns billing.span
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_span billing.span;
  v_periods integer := p_subscription.period_number - p_subscription.anchor_number + 1;
begin
  v_span.number := coalesce(p_subscription.period_number, 0) + 1;

  if p_subscription.expires_at > app.now()
    and billing.add_periods(p_subscription.anchor_at, v_periods, p_count, p_unit) = p_subscription.ends_at
  then
    v_span.starts_at := p_subscription.ends_at;
    v_span.anchor_at := p_subscription.anchor_at;
    v_span.anchor_number := p_subscription.anchor_number;
    v_span.ends_at := billing.add_periods(v_span.anchor_at, v_periods + 1, p_count, p_unit);
  else
    v_span.starts_at := case
      when p_subscription.expires_at > app.now() then p_subscription.ends_at else app.now()
    end;
    v_span.anchor_at := v_span.starts_at;
    v_span.anchor_number := v_span.number;
    v_span.ends_at := billing.add_periods(v_span.starts_at, 1, p_count, p_unit);
  end if;

  -- A period shorter than the grace would already be over.
  if v_span.ends_at <= app.now() then
    v_span.starts_at := app.now();
    v_span.anchor_at := v_span.starts_at;
    v_span.anchor_number := v_span.number;
    v_span.ends_at := billing.add_periods(v_span.starts_at, 1, p_count, p_unit);
  end if;
  return v_span;
end
$$;
comment on function billing.next_period(billing.subscriptions, integer, text) is
  'Returns the period of p_count p_unit that would be granted now: number, [start, end) in UTC, anchor. p_subscription: null for a user who never had one.';
