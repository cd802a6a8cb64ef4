-- What was enqueued already is dropped when its turn comes (broadcast.prepare_message), so each of these holds at once.
create or replace function broadcast.steer(p_id bigint, p_act text, p_reason text) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_before text;
  v_started_at timestamptz;
  v_after constant text := case p_act
    when 'pause' then 'paused' when 'resume' then 'sending' when 'cancel' then 'cancelled' when 'delete' then 'deleting'
    when 'unschedule' then 'draft'
  end;
begin
  select b.status, b.started_at into v_before, v_started_at from broadcast.broadcasts as b where b.id = p_id for no key update;
  if v_before is null then
    return 'unknown';
  elsif v_before <> all (case p_act
    when 'pause' then '{sending}'::text[]
    when 'resume' then '{paused}'
    when 'cancel' then '{draft, scheduled, sending, paused}'
    when 'delete' then '{sending, paused, finished, cancelled}'
    when 'unschedule' then '{scheduled}'
    else '{}'
  end) or (p_act = 'delete' and v_started_at is null) then
    return 'not_so';
  end if;
  update broadcast.broadcasts as b
  set
    status = v_after,
    pause_reason = case p_act when 'pause' then p_reason else b.pause_reason end,
    ended_at = case when p_act = 'cancel' then app.now() else b.ended_at end
  where b.id = p_id;
  if p_act in ('cancel', 'delete') then
    update broadcast.recipients as r set state = 'skipped' where r.broadcast_id = p_id and r.state = 'waiting';
  end if;
  perform app.record(
    app.actor(), format('broadcast.%s', v_after), 'broadcast', p_id,
    jsonb_build_object('status', v_before), jsonb_build_object('status', v_after), p_reason
  );
  if p_act in ('resume', 'delete') then
    perform broadcast.reconcile(p_id), broadcast.feed(p_id);
  end if;
  perform broadcast.show_progress(p_id);
  return v_after;
end
$$;
comment on function broadcast.steer(bigint, text, text) is
  'pause, resume, cancel (who waits gets nothing), delete (also takes out of the chats what was sent, as far as Telegram lets: two days), unschedule. Returns the new status of the broadcast, unknown, or not_so when its status does not allow that.';
