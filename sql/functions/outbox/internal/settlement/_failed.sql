-- Counts consecutive failures. Enough of them open the breaker, and a failed probe keeps it open. The destination is
-- locked before its counters, as in outbox._answered.
create or replace function outbox._failed(p_destination outbox.destinations, p_error text, p_count integer default 1)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  update outbox.destinations as d
  set
    failures = d.failures + p_count,
    retry_at = case
      when d.failures + p_count >= p_destination.breaker_failures
        then clock_timestamp() + p_destination.breaker_cooldown
    end,
    failing_since = coalesce(d.failing_since, clock_timestamp()),
    failing_with = p_error
  where d.id = p_destination.id and p_destination.breaker_failures is not null;
  if p_count > 0 then
    insert into outbox.counters as c (destination, failed, last_failed_at)
    values (p_destination.id, p_count, clock_timestamp())
    on conflict (destination) do update
    set failed = c.failed + excluded.failed, last_failed_at = excluded.last_failed_at;
  end if;
end
$$;
comment on function outbox._failed(outbox.destinations, text, integer) is
  'Takes the destination of a failed message, with its limits; the error; and how many failures to count.';
