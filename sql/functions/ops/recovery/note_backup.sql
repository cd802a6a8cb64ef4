create or replace function ops.note_backup(p_place text, p_taken_at timestamptz, p_bytes bigint) returns void
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  insert into app.backups as b (place, taken_at, ended_at, bytes)
  values (p_place, least(p_taken_at, app.now()), app.now(), p_bytes)
  on conflict (place) do update
  set taken_at = excluded.taken_at, ended_at = excluded.ended_at, bytes = excluded.bytes
  -- What a clock that was ahead has left would hide all that follow.
  where b.taken_at <= excluded.taken_at or b.taken_at > app.now()
$$;
comment on function ops.note_backup(text, timestamptz, bigint) is
  'Records that a backup of the state at p_taken_at (UTC) is complete in p_place (folder or chat) with p_bytes bytes, and was read back. A time in the future counts as now: some clock is ahead. A backup older than the known one changes nothing.';
