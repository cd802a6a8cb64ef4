-- Lanes in order, as everywhere; the lane of each waits once more.
create or replace function outbox._put_back_undone(p_topic outbox.topics, p_messages outbox.undone[])
returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_message outbox.undone;
  v_count integer := 0;
begin
  for v_message in
    select m.* from unnest(p_messages) as m order by m.lane
  loop
    v_count := v_count + outbox._put_back(
      p_topic.name, v_message.lane, v_message.token,
      outbox._backoff(p_topic, v_message.attempts), v_message.attempts, v_message.error
    )::integer;
  end loop;
  return v_count;
end
$$;
comment on function outbox._put_back_undone(outbox.topics, outbox.undone[]) is
  'Takes messages whose effect took place while the business could not note it; returns how many wait again.';
