-- The other side does what it is asked: its breaker closes, and what failed or was refused before was no trouble of
-- all. The row is written only when there is something to reset, or every ack of the topic would queue for it.
create or replace function outbox._answered(p_topic outbox.topics)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if p_topic.failures > 0 or p_topic.failing_since is not null or p_topic.refused_since is not null then
    update outbox.topics as t
    set failures = 0, retry_at = null, failing_since = null, failing_with = null, refused_since = null
    where t.name = p_topic.name;
  end if;
end
$$;
comment on function outbox._answered(outbox.topics) is 'Takes a topic as it was read before the call was settled.';
