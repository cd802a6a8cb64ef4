-- Called by the claim, so that whoever frees a lane by queueing something there wakes the bot for these as well. One
-- caller at a time, so that a chat keeps its order; each lane for itself, in no order of ours and for a moment only,
-- so that lanes that stay held cost the claim little and hold up no others.
create or replace function inbox._queue_waiting() returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set lock_timeout = '2ms'
as $$
declare
  v_until constant timestamptz := clock_timestamp() + interval '20 ms';
  v_lane text;
  v_payloads jsonb[];
begin
  if not pg_try_advisory_xact_lock(hashtextextended('inbox.unqueued', 0)) then
    return;
  end if;
  for v_lane in
    select u.lane from inbox.unqueued as u group by u.lane order by random()
  loop
    begin
      with taken as (
        delete from inbox.unqueued as u where u.lane = v_lane returning u.update_id
      )
      select array_agg(jsonb_build_object('update_id', t.update_id) order by t.update_id) into v_payloads
      from taken as t;
      perform outbox.enqueue_batch('inbox.update', array_fill(v_lane, array[cardinality(v_payloads)]), v_payloads);
    exception when lock_not_available then
      exit when clock_timestamp() > v_until;
    end;
  end loop;
end
$$;
comment on function inbox._queue_waiting() is
  'Puts what waits in inbox.unqueued into the lanes that nobody holds any more.';
