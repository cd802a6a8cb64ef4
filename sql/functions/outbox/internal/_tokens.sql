-- The bucket fills while nobody looks: what it holds is computed, never ticked.
create or replace function outbox._tokens(p_topic outbox.topics, p_now timestamptz)
returns double precision
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  select least(
    p_topic.burst,
    p_topic.tokens + p_topic.rate * extract(epoch from p_now - p_topic.tokens_at)::double precision
  );
$$;
comment on function outbox._tokens(outbox.topics, timestamptz) is
  'Takes a topic with a rate and the moment; returns the messages that its token bucket lets go.';
