-- Called whenever messages of the broadcast were settled, and by a job each minute. It refills the outbox when half of
-- the window is used up, so that a batch of messages is enqueued at a time. One caller at a time does it; the others
-- need not wait. Those who read an older version come first: it may say something wrong.
create or replace function broadcast.feed(p_id bigint) returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_broadcast broadcast.broadcasts;
  v_room integer;
  v_taken record;
  v_queued integer := 0;
begin
  select b.* into v_broadcast
  from broadcast.broadcasts as b
  where b.id = p_id and b.status in ('sending', 'deleting')
  for no key update skip locked;
  if not found then
    return 0;
  end if;
  select broadcast.window_size() - count(*)::integer into v_room
  from broadcast.recipients as r
  where r.broadcast_id = p_id and r.task is not null;
  if v_room < broadcast.window_size() / 2 then
    return 0;
  end if;

  v_queued := broadcast.queue_changes(v_broadcast, v_room);
  while v_broadcast.status = 'sending' and v_queued < v_room loop
    v_taken := broadcast.queue_messages(v_broadcast, v_room - v_queued);
    v_queued := v_queued + v_taken.queued;
    exit when v_taken.looked_at = 0;
  end loop;
  if v_queued > 0 then
    perform broadcast.show_progress(p_id);
  else
    perform broadcast.finish(v_broadcast);
  end if;
  return v_queued;
end
$$;
comment on function broadcast.feed(bigint) is
  'Gives the outbox the next messages of a broadcast, as many as its window has room for (broadcast.window_size), or ends it when nothing is left. Returns how many.';
