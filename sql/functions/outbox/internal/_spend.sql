-- Takes from the token bucket what was handed out, and lets nobody else through an open breaker while one
-- message tries.
create or replace function outbox._spend(p_topic outbox.topics, p_now timestamptz, p_count integer)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if p_count > 0 and (p_topic.rate is not null or p_topic.failures >= p_topic.breaker_failures) then
    update outbox.topics as t
    set
      tokens = coalesce(outbox._tokens(p_topic, p_now) - p_count, t.tokens),
      tokens_at = p_now,
      retry_at = case
        when p_topic.failures >= p_topic.breaker_failures then p_now + p_topic.call_timeout
        else t.retry_at
      end
    where t.name = p_topic.name;
  end if;
end
$$;
comment on function outbox._spend(outbox.topics, timestamptz, integer) is
  'Takes a topic as it was locked, the moment of the claim and how many messages were handed out.';
