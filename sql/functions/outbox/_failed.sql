-- Counts failures in a row; enough of them open the breaker, and a failed probe keeps it open.
create or replace function outbox._failed(p_topic outbox.topics)
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  update outbox.topics as t
  set
    failures = t.failures + 1,
    retry_at = case
      when t.failures + 1 >= t.breaker_failures then clock_timestamp() + t.breaker_cooldown
    end
  where t.name = p_topic.name and t.breaker_failures is not null;
$$;
comment on function outbox._failed(outbox.topics) is 'Takes the topic of a message that failed.';
