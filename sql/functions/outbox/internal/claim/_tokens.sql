-- The content of the bucket is computed from the time of its last change; nothing refills it in the background. If
-- that time lies in the future, a clock that was ahead has made the change. Counting back from there, the bucket would
-- be empty until then, and no tap would be answered.
create or replace function outbox._tokens(p_destination outbox.destinations, p_now timestamptz)
returns double precision
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_passed constant double precision := extract(epoch from p_now - p_destination.tokens_at)::double precision;
begin
  return least(
    p_destination.burst,
    p_destination.tokens
    + p_destination.rate * case when v_passed < -1 then 0 else v_passed end
  );
end
$$;
comment on function outbox._tokens(outbox.destinations, timestamptz) is
  'Takes a destination with its limits, including a rate, and the current time. Returns the number of messages that its token bucket allows.';
