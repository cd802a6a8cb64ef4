-- An update that is stored must not wait for its lane: an operator's open transaction, or a batch of a job, may hold
-- it for long, and everybody else's updates share the commit. What cannot be queued at once is noted, and so is what
-- comes after it, so that a chat keeps its order; the bot is woken, and its next claim tries again.
create or replace function inbox._queue(p_ids bigint[], p_lanes text[]) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set lock_timeout = '50ms'
as $$
begin
  if not exists (select from inbox.unqueued as u where u.lane = any (p_lanes)) then
    begin
      perform outbox.enqueue_batch(
        'inbox.update',
        p_lanes,
        (select array_agg(jsonb_build_object('update_id', n.id) order by n.position)
        from unnest(p_ids) with ordinality as n (id, position))
      );
      return;
    exception when lock_not_available or deadlock_detected then
      null;
    end;
  end if;
  insert into inbox.unqueued (update_id, lane)
  select n.id, n.lane
  from unnest(p_ids, p_lanes) as n (id, lane);
  perform pg_notify('outbox_inbox', '');
end
$$;
comment on function inbox._queue(bigint[], text[]) is
  'Takes ids of inbox.updates and their lanes, in order, and puts them into the lanes, or into inbox.unqueued when one of these is held for more than a moment.';
