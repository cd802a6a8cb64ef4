create or replace function broadcast.note_tap(p_id bigint, p_user_id bigint) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  update broadcast.recipients as r
  set tapped_at = app.now()
  where r.broadcast_id = p_id and r.user_id = p_user_id and r.tapped_at is null;
end
$$;
comment on function broadcast.note_tap(bigint, bigint) is
  'Remembers that a user tapped a button of a broadcast that he got; the first time counts.';
