-- People who turned offers off, blocked the bot or were erased since the start are left out here. People in whose zone
-- it is night by now are put off until their quiet hours end.
--
-- Rows are addressed by ctid: before the table is analyzed the planner took the list of a broadcast for one row, and
-- compared each of 100,000 recipients with each of the slice (26 s).
create or replace function broadcast.queue_messages(
  p_broadcast broadcast.broadcasts, p_room integer, out looked_at integer, out queued integer
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
declare
  v_now constant timestamptz := app.now();
  v_slice bigint;
  v_users bigint[];
  v_chats text[];
begin
  update broadcast.broadcasts as b set last_slice = b.last_slice + 1 where b.id = p_broadcast.id
  returning b.last_slice into v_slice;
  with picked as materialized (
    select r.ctid as tid, r.user_id
    from broadcast.recipients as r
    where r.broadcast_id = p_broadcast.id and r.state = 'waiting' and r.task is null and r.not_before <= v_now
    order by r.not_before, r.user_id
    limit p_room
    for no key update skip locked
  ),
  judged as materialized (
    select
      p.tid, p.user_id, i.telegram_id,
      case
        when i.user_id is null then 'blocked'
        else broadcast.obstacle(p_broadcast.kind, b.telegram_id is not null, i.unreachable_since, f.tips)
      end as obstacle,
      case p_broadcast.kind when 'offer' then billing.after_quiet_hours(v_now, u.timezone) else v_now end as not_before
    from picked as p
    join app.users as u on u.id = p.user_id
    left join app.telegram_identities as i on i.user_id = p.user_id
    left join app.blocked as b on b.telegram_id = i.telegram_id
    left join app.notice_preferences as f on f.user_id = p.user_id
  ),
  changed as (
    update broadcast.recipients as r
    set
      state = case
        when j.obstacle is null then r.state
        when j.obstacle = 'unreachable' then 'unreachable'
        else 'skipped'
      end,
      task = case when j.obstacle is null and j.not_before <= v_now then 'send' end,
      slice = v_slice,
      not_before = j.not_before
    from judged as j
    where r.ctid = j.tid
    returning r.user_id, r.task, j.telegram_id
  )
  select
    count(*)::integer,
    array_agg(c.user_id order by c.telegram_id::text) filter (where c.task is not null),
    array_agg(c.telegram_id::text order by c.telegram_id::text) filter (where c.task is not null)
  into looked_at, v_users, v_chats
  from changed as c;
  queued := broadcast.enqueue('broadcast.message', p_broadcast.id, v_slice, v_users, v_chats);
end
$$;
comment on function broadcast.queue_messages(broadcast.broadcasts, integer) is
  'Takes a broadcast that the caller has locked, and how many messages the outbox may get. looked_at: how many recipients were found, queued: how many of them get it now.';
