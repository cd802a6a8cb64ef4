-- The bucket fills while nobody looks: what it holds is computed, never ticked.
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
  'Takes a destination with its limits, a rate among them, and the moment; returns the messages that its token bucket lets go.';
