create or replace function broadcast.queue_changes(p_broadcast broadcast.broadcasts, p_room integer) returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
declare
  v_deletes constant boolean := p_broadcast.status = 'deleting';
  v_slice bigint;
  v_users bigint[];
  v_chats text[];
begin
  if p_broadcast.version = 1 and not v_deletes then
    return 0;
  end if;
  update broadcast.broadcasts as b set last_slice = b.last_slice + 1 where b.id = p_broadcast.id
  returning b.last_slice into v_slice;
  with picked as materialized (
    select r.ctid as tid, r.user_id
    from broadcast.recipients as r
    where r.broadcast_id = p_broadcast.id and r.state = 'sent' and r.task is null and r.message_id is not null
      and r.version < case when v_deletes then 2147483647 else p_broadcast.version end
    order by r.version
    limit p_room
    for no key update skip locked
  ),
  changed as (
    update broadcast.recipients as r
    set task = case when v_deletes then 'delete' else 'edit' end, slice = v_slice
    from picked as p
    join app.telegram_identities as i on i.user_id = p.user_id
    where r.ctid = p.tid
    returning r.user_id, i.telegram_id
  )
  select
    array_agg(c.user_id order by c.telegram_id::text), array_agg(c.telegram_id::text order by c.telegram_id::text)
  into v_users, v_chats
  from changed as c;
  return broadcast.enqueue(
    case when v_deletes then 'broadcast.deletion' else 'broadcast.correction' end,
    p_broadcast.id, v_slice, v_users, v_chats
  );
end
$$;
comment on function broadcast.queue_changes(broadcast.broadcasts, integer) is
  'Takes a broadcast that the caller has locked, and how many messages the outbox may get. Enqueues the deletion of what was sent, or the correction of what has an older version. Returns how many.';
