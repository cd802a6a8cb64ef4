-- The outbox drops without a word what is not true any more, what was in doubt after a crash, and what an operator
-- discards. So whoever has a task but no message is looked up: its record says what became of it. Without a record
-- nobody knows, and nothing is sent twice.
create or replace function broadcast.reconcile(p_id bigint) returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_version integer;
  v_count integer;
begin
  select b.version into v_version from broadcast.broadcasts as b where b.id = p_id;
  with lost as materialized (
    select r.ctid as tid, r.user_id, r.slice
    from broadcast.recipients as r
    left join app.telegram_identities as i on i.user_id = r.user_id
    where r.broadcast_id = p_id and r.task is not null
      and not exists (
        select
        from outbox.messages as m
        where m.topic = 'telegram' and m.lane = i.telegram_id::text and m.priority = 'broadcast'
          and m.payload = jsonb_build_object('broadcast', p_id, 'user_id', r.user_id, 'slice', r.slice)
      )
    for no key update of r skip locked
  ),
  found as materialized (
    select distinct on (l.user_id) l.tid, l.user_id, d.reason
    from lost as l
    left join outbox.dead_letters as d
      on d.topic = 'telegram' and d.kind ~ '^broadcast\.'
      and d.payload = jsonb_build_object('broadcast', p_id, 'user_id', l.user_id, 'slice', l.slice)
    order by l.user_id, d.id desc
  )
  update broadcast.recipients as r
  set
    state = case
      when r.task <> 'send' or f.reason in ('untrue', 'too_late') then r.state
      when f.reason = 'done' then 'sent'
      when f.reason is null or f.reason = 'in_doubt' then 'unknown'
      else 'failed'
    end,
    version = case
      when f.reason = 'untrue' then r.version
      when r.task = 'edit' then v_version
      when r.task = 'delete' then 2147483647
      else r.version
    end,
    left_as_is = r.left_as_is or r.task <> 'send' and f.reason is distinct from 'untrue',
    task = null
  from found as f
  where r.ctid = f.tid;
  get diagnostics v_count = row_count;
  return v_count;
end
$$;
comment on function broadcast.reconcile(bigint) is
  'Settles recipients of a broadcast whose message is not in the outbox any more: those that were dropped because it was paused wait again, those in doubt are unknown. Returns how many.';
