-- Nobody has asked for this, so it is told in a new message: one that is edited makes no sound.
create or replace function broadcast.stop(p_id bigint, p_why text) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_status text;
begin
  update broadcast.broadcasts as b
  set
    status = case b.status when 'scheduled' then 'draft' else 'paused' end, pause_reason = p_why,
    progress_message_id = null
  where b.id = p_id and b.status in ('scheduled', 'sending')
  returning b.status into v_status;
  if found then
    perform broadcast.show_progress(p_id);
  end if;
  return v_status;
end
$$;
comment on function broadcast.stop(bigint, text) is
  'Keeps a broadcast from going on by itself, because of p_why (see broadcast.broadcasts.pause_reason): a scheduled one is a draft again, one that is being sent is paused, and its steward is told. Returns the new status; null when it was neither.';
