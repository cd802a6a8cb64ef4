-- The other side answers: its breaker closes. The row is written only when there is something to reset, or
-- every ack of the topic would queue for it.
create or replace function outbox._answered(p_topic outbox.topics)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if p_topic.failures > 0 then
    update outbox.topics as t
    set failures = 0, retry_at = null
    where t.name = p_topic.name and t.failures > 0;
  end if;
end
$$;
comment on function outbox._answered(outbox.topics) is 'Takes a topic as it was read before the call was settled.';
