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
  select n.* into v_span
  from billing.next_period_of(
    p_subscription.period_number, p_subscription.anchor_number, p_subscription.anchor_at, p_subscription.ends_at,
    p_subscription.expires_at, p_count, p_unit
  ) as n;
  return v_span;
end
$$;
comment on function billing.next_period(billing.subscriptions, integer, text) is
  'Returns the period of p_count p_unit that would be granted now: number, [start, end) in UTC, anchor. p_subscription: null for a user who never had one.';
