-- Counts failures in a row; enough of them open the breaker, and a failed probe keeps it open.
create or replace function outbox._failed(p_topic outbox.topics, p_error text, p_count integer default 1)
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  update outbox.topics as t
  set
    failures = t.failures + p_count,
    retry_at = case
      when t.failures + p_count >= t.breaker_failures then clock_timestamp() + t.breaker_cooldown
    end,
    failing_since = coalesce(t.failing_since, clock_timestamp()),
    failing_with = p_error
  where t.name = p_topic.name and t.breaker_failures is not null;
$$;
comment on function outbox._failed(outbox.topics, text, integer) is
  'Takes the topic of a message that failed, why, and as how many failures it counts.';
