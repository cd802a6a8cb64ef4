-- The times of renewal attempts: seven days before the end to announce a higher price; three days before it to
-- announce the charge; then 24 h, 6 h and 1 h before the end, and at the end, to charge. They are computed from the
-- end each time, so that a single attempt makes up for missed ticks, and nothing needs to be counted.
create or replace function billing.next_attempt(p_ends_at timestamptz, p_after timestamptz) returns timestamptz
language sql
stable
as $$
  select case
    when p_after < p_ends_at - interval '168 hours' then p_ends_at - interval '168 hours'
    when p_after < p_ends_at - interval '72 hours' then p_ends_at - interval '72 hours'
    when p_after < p_ends_at - interval '24 hours' then p_ends_at - interval '24 hours'
    when p_after < p_ends_at - interval '6 hours' then p_ends_at - interval '6 hours'
    when p_after < p_ends_at - interval '1 hour' then p_ends_at - interval '1 hour'
    when p_after < p_ends_at then p_ends_at
  end
$$;
comment on function billing.next_attempt(timestamptz, timestamptz) is
  'Returns the first attempt after p_after for a subscription that ends at p_ends_at; null after the last one.';
