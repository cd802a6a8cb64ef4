-- When renewal looks at a subscription: seven days before its end to say that the price has risen, three days before
-- to say what will be charged, then to charge 24 h, 6 h and 1 h before and at the end. Reckoned from the end each
-- time, so that ticks that were missed are made up by one attempt and not by all of them, and nothing needs to be
-- counted.
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
  'The first time after p_after at which renewal looks at a subscription that ends at p_ends_at; null when that was the last.';
