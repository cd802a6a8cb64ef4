-- Locks the lanes in order, as everywhere; each of them waits once more.
create or replace function outbox._put_back_undone(p_topic outbox.topics, p_messages outbox.undone[])
returns bigint[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_message outbox.undone;
  v_destination bigint;
  v_destinations bigint[];
begin
  for v_message in
    select m.* from unnest(p_messages) as m order by m.lane
  loop
    v_destination := outbox._put_back(
      p_topic, v_message.lane, v_message.token, outbox._backoff(p_topic, v_message.attempts), null,
      v_message.attempts, v_message.error
    );
    if v_destination is not null then
      v_destinations := v_destinations || v_destination;
    end if;
  end loop;
  return v_destinations;
end
$$;
comment on function outbox._put_back_undone(outbox.topics, outbox.undone[]) is
  'Takes messages whose effect took place but whose done hook failed. Returns the destination of each message that waits again, null for none.';
