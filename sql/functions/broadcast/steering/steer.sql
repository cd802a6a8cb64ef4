-- What was enqueued already is dropped when its turn comes (broadcast.prepare_message), so each of these holds at once.
create or replace function broadcast.steer(p_id bigint, p_act text, p_reason text) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_before text;
  v_can_be_deleted boolean;
  v_after constant text := case p_act
    when 'pause' then 'paused' when 'resume' then 'sending' when 'cancel' then 'cancelled' when 'delete' then 'deleting'
    when 'unschedule' then 'draft'
  end;
begin
  select b.status, b.started_at is not null and b.result is null into v_before, v_can_be_deleted
  from broadcast.broadcasts as b
  where b.id = p_id
  for no key update;
  if v_before is null then
    return 'unknown';
  elsif v_before <> all (case p_act
    when 'pause' then '{sending}'::text[]
    when 'resume' then '{paused}'
    when 'cancel' then '{draft, scheduled, sending, paused}'
    when 'delete' then '{sending, paused, finished, cancelled}'
    when 'unschedule' then '{scheduled}'
    else '{}'
  end) or (p_act = 'delete' and not v_can_be_deleted) then
    return 'not_so';
  end if;
  update broadcast.broadcasts as b
  set
    status = v_after,
    pause_reason = case p_act when 'pause' then p_reason when 'unschedule' then null else b.pause_reason end,
    ended_at = case when p_act = 'cancel' then app.now() else b.ended_at end,
    cancelled_at = case when p_act = 'cancel' then app.now() else b.cancelled_at end
  where b.id = p_id;
  if p_act in ('cancel', 'delete') then
    update broadcast.recipients as r
    set state = case r.state when 'waiting' then 'skipped' else r.state end, task = null
    where r.broadcast_id = p_id and (r.state = 'waiting' or p_act = 'cancel' and r.task = 'edit');
  end if;
  perform app.record(
    app.actor(), format('broadcast.%s', v_after), 'broadcast', p_id,
    jsonb_build_object('status', v_before), jsonb_build_object('status', v_after), p_reason
  );
  if p_act in ('resume', 'delete') then
    perform broadcast.reconcile(p_id), broadcast.feed(p_id);
  end if;
  if p_act <> 'unschedule' then
    perform broadcast.show_progress(p_id);
  end if;
  return v_after;
end
$$;
comment on function broadcast.steer(bigint, text, text) is
  'pause, resume, cancel (who waits gets nothing), delete (also takes out of the chats what was sent, as far as Telegram lets: two days), unschedule. Returns the new status of the broadcast, unknown, or not_so when its status does not allow that.';
