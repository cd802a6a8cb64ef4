-- Where a bought period goes. It starts when the current one ends, so that buying early loses nothing, and
-- keeps the anchor as long as the length stays the same; after a trial, an expiry or with another length
-- it becomes the anchor of those that follow. Time decides whether the current one is over, not the
-- status: the job that sets it may be late.
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
begin
  v_span.number := coalesce(p_subscription.period_number, 0) + 1;
  v_span.starts_at := greatest(p_subscription.ends_at, app.now());

  if p_subscription.ends_at > app.now() and exists (
    select
    from billing.prices as p
    where p.id = p_subscription.price_id and p.period_count = p_count and p.period_unit = p_unit
  ) then
    v_span.anchor_at := p_subscription.anchor_at;
    v_span.anchor_number := p_subscription.anchor_number;
  else
    v_span.anchor_at := v_span.starts_at;
    v_span.anchor_number := v_span.number;
  end if;

  v_span.ends_at := billing.add_periods(
    v_span.anchor_at, v_span.number - v_span.anchor_number + 1, p_count, p_unit
  );
  return v_span;
end
$$;
comment on function billing.next_period(billing.subscriptions, integer, text) is
  'The period of p_count p_unit that would be granted now: number, [start, end) in UTC, anchor. p_subscription: null for a user who never had one.';
