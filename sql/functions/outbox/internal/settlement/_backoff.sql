-- The delay doubles with each failure. Half of it is random, so that lanes that failed together do not retry
-- together.
create or replace function outbox._backoff(p_topic outbox.topics, p_attempts integer)
returns interval
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  select least(p_topic.backoff_max, p_topic.backoff_min * (2 ^ least(p_attempts - 1, 30))) * (0.5 + random() / 2);
$$;
comment on function outbox._backoff(outbox.topics, integer) is
  'Takes a topic and the number of failed attempts, at least 1. Returns the delay until the next one.';
