-- The content of the bucket is computed from the time of its last change; nothing refills it in the background.
create or replace function outbox._tokens(p_destination outbox.destinations, p_now timestamptz)
returns double precision
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  return least(
    p_destination.burst,
    p_destination.tokens
    + p_destination.rate * extract(epoch from p_now - p_destination.tokens_at)::double precision
  );
end
$$;
comment on function outbox._tokens(outbox.destinations, timestamptz) is
  'Takes a destination with its limits, including a rate, and the current time. Returns the number of messages that its token bucket allows.';
